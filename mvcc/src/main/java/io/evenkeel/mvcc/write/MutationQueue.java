package io.evenkeel.mvcc.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The mutations that wait to be sequenced, bounded by number and by bytes. Many offer, one drains. Those that wait elsewhere, for
 * values, to come back here count too.
 */
final class MutationQueue {

    private final Queue<PendingMutation> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong sizeBytes = new AtomicLong();
    private final int maxSize;
    private final long maxBytes;

    MutationQueue(int maxSize, long maxBytes) {
        this.maxSize = maxSize;
        this.maxBytes = maxBytes;
    }

    /** How many wait. */
    int size() {
        return size.get();
    }

    /** False when the queue is full; an empty queue takes one mutation of any size. */
    boolean offer(PendingMutation mutation) {
        long bytes = mutation.sizeBytes();
        if (size.incrementAndGet() > maxSize) {
            size.decrementAndGet();
            return false;
        }
        if (sizeBytes.addAndGet(bytes) > maxBytes && sizeBytes.get() != bytes) {
            size.decrementAndGet();
            sizeBytes.addAndGet(-bytes);
            return false;
        }
        queue.add(mutation);
        return true;
    }

    /** Counts in a mutation that was drained before and cannot be sequenced yet, even when the queue is full. */
    void setAside(PendingMutation mutation) {
        size.incrementAndGet();
        sizeBytes.addAndGet(mutation.sizeBytes());
    }

    /** Lets in a mutation that was set aside. */
    void putBack(PendingMutation mutation) {
        queue.add(mutation);
    }

    /** Counts out a mutation that was set aside and will not come back. */
    void forget(PendingMutation mutation) {
        size.decrementAndGet();
        sizeBytes.addAndGet(-mutation.sizeBytes());
    }

    /** Takes up to so many mutations or bytes, at least one if there is one, leaving out those nobody waits for. */
    List<PendingMutation> drain(int maxMutations, long maxBatchBytes) {
        var batch = new ArrayList<PendingMutation>();
        long bytes = 0;
        while (batch.size() < maxMutations && bytes < maxBatchBytes) {
            PendingMutation next = queue.poll();
            if (next == null) {
                break;
            }
            long nextBytes = next.sizeBytes();
            forget(next);
            if (!next.isAbandoned()) {
                bytes += nextBytes;
                batch.add(next);
            }
        }
        return batch;
    }
}
