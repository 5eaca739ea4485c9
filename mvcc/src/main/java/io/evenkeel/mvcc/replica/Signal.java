package io.evenkeel.mvcc.replica;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A remembered wake-up for one waiting thread. Raised by any thread after it has made work visible; costs nothing while
 * the waiter is busy or already signalled.
 */
public final class Signal {

    private volatile boolean raised;
    private volatile @Nullable Thread waiter;

    public void raise() {
        if (!raised) {
            raised = true;
            Thread thread = waiter;
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** Forgets an earlier {@link #raise}; called by the waiting thread before it looks for work. */
    void lower() {
        raised = false;
    }

    /** Waits until raised, interrupted, or {@code nanos} have passed. */
    void await(long nanos) {
        waiter = Thread.currentThread();
        if (!raised) {
            LockSupport.parkNanos(this, nanos);
        }
        waiter = null;
    }
}
