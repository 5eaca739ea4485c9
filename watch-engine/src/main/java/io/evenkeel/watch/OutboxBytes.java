package io.evenkeel.watch;

import java.util.concurrent.atomic.AtomicLong;

/** What waits for all streams together, those that are slow and those that are gone for all one knows. For any thread. */
final class OutboxBytes {

    private final AtomicLong waiting = new AtomicLong();
    private final long max;

    OutboxBytes(long max) {
        this.max = max;
    }

    void add(long bytes) {
        waiting.addAndGet(bytes);
    }

    void remove(long bytes) {
        waiting.addAndGet(-bytes);
    }

    boolean isFull() {
        return waiting.get() >= max;
    }

    long get() {
        return waiting.get();
    }
}
