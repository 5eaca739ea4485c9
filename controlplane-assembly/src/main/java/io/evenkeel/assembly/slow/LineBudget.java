package io.evenkeel.assembly.slow;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/** How many lines may be written: so many in a while, and after it one that may say how many were held back. */
final class LineBudget {

    private final int lines;
    private final long whileNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean begun;
    private long beganNanos;
    private long asked;

    LineBudget(int lines, Duration eachWhile) {
        this.lines = lines;
        this.whileNanos = eachWhile.toNanos();
    }

    /**
     * Asks for a line.
     *
     * @return how many were held back since the last one; empty when this one is too
     */
    OptionalLong take(long nowNanos) {
        lock.lock();
        try {
            long heldBack = 0;
            if (!begun || nowNanos - beganNanos >= whileNanos) {
                heldBack = Math.max(0, asked - lines);
                begun = true;
                beganNanos = nowNanos;
                asked = 0;
            }
            asked++;
            return asked <= lines ? OptionalLong.of(heldBack) : OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }
}
