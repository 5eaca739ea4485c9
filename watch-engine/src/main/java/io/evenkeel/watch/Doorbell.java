package io.evenkeel.watch;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the one thread that steps the hub when there is something to do. A ring while that thread is awake is remembered
 * until its next {@link #await} and costs the ringer one read.
 */
public final class Doorbell {

    private final AtomicBoolean rung = new AtomicBoolean();
    private volatile @Nullable Thread sleeper;

    /** Whether it was rung since the last {@link #await}. */
    public boolean isRung() {
        return rung.get();
    }

    void ring() {
        if (!rung.get() && rung.compareAndSet(false, true)) {
            LockSupport.unpark(sleeper);
        }
    }

    /** Waits until rung, at most {@code nanos}, and takes the ring. Returns for no reason now and then. */
    void await(long nanos) {
        sleeper = Thread.currentThread();
        if (!rung.get()) {
            LockSupport.parkNanos(this, nanos);
        }
        rung.set(false);
    }

    /** Takes the ring without waiting for one. */
    void take() {
        rung.set(false);
    }
}
