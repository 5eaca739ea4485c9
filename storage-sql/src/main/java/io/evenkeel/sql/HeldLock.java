package io.evenkeel.sql;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The append lock kept from a conflict to the next append, by a transaction left open on the append connection. Given back
 * when that append does not come soon: it may have nothing left to write. All but the release runs under the connection's
 * lock, and the release takes it.
 */
final class HeldLock implements AutoCloseable {

    private final AppendConnection connection;
    private final Duration keptFor;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("evenkeel-append-lock").unstarted(task));

    private boolean held;
    private long holds;

    /**
     * @param keptFor how long the next append has; others stand still as long
     */
    HeldLock(AppendConnection connection, Duration keptFor) {
        this.connection = connection;
        this.keptFor = keptFor;
    }

    boolean isHeld() {
        return held;
    }

    /** Keeps the lock that the open transaction has. */
    void hold() {
        held = true;
        long hold = ++holds;
        var _ = timer.schedule(() -> release(hold), keptFor.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the open transaction has the lock; from now on it is the caller's to end. */
    boolean take() {
        boolean had = held;
        held = false;
        return had;
    }

    private void release(long hold) {
        connection.lock().lock();
        try {
            if (held && hold == holds) {
                held = false;
                connection.rollback();
            }
        } finally {
            connection.lock().unlock();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
