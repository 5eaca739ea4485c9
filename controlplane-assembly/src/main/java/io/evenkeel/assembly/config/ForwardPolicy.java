package io.evenkeel.assembly.config;

/** Whether servers of a store write through one of them while several have writes. */
public enum ForwardPolicy {
    /** Whenever the one that leads can be reached at the client URL that it advertises. */
    AUTO,
    NEVER
}
