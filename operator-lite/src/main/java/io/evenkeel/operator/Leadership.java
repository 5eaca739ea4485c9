package io.evenkeel.operator;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;

/**
 * Whether this operator is the one that works; the others have started too, and wait until it is gone. What the framework calls
 * started does not tell them apart. For any thread.
 */
public final class Leadership {

    private volatile boolean held;

    /** Nobody leads yet. */
    public Leadership() {}

    boolean isHeld() {
        return held;
    }

    /** Without an election there is nobody to wait for. */
    void take() {
        held = true;
    }

    /** To be told how the election goes. */
    LeaderCallbacks callbacks() {
        return new LeaderCallbacks(this::take, () -> held = false, leader -> {});
    }
}
