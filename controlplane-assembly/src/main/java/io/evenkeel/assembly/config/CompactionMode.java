package io.evenkeel.assembly.config;

/** By what it is measured how much history is kept. */
enum CompactionMode {
    PERIODIC,
    REVISION
}
