package io.evenkeel.assembly.config;

/** How log lines are written. */
public enum LogFormat {
    TEXT,
    /** One JSON object a line. */
    JSON
}
