package io.evenkeel.assembly.config;

/** Whether the server may create and upgrade its tables itself. */
public enum DdlPolicy {
    AUTO,
    /** A schema that is not there or too old stops the start; a DBA brings it up to date by hand. */
    NEVER
}
