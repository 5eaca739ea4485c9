package io.evenkeel.mvcc.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Where linearizable readers wait for proof that everything committed before they came is applied. One log read that
 * <em>starts after</em> they arrived is that proof for all of them: whoever reads the log takes the waiting group first, and
 * only then reads.
 */
public final class ReadBarrier {

    private final Queue<CompletableFuture<Long>> waiting = new ConcurrentLinkedQueue<>();
    private final Runnable onWaiting;

    /** @param onWaiting called after a reader has joined, to have the log read */
    public ReadBarrier(Runnable onWaiting) {
        this.onWaiting = onWaiting;
    }

    /**
     * Completes with a revision that is applied here and was the log's head at some moment after this call; runs what
     * follows on the thread that read the log.
     */
    public CompletableFuture<Long> await() {
        var reader = new CompletableFuture<Long>();
        waiting.add(reader);
        onWaiting.run();
        return reader;
    }

    public boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Takes those who wait now. The caller reads the log after that, and tells them. */
    public List<CompletableFuture<Long>> takeWaiting() {
        var group = new ArrayList<CompletableFuture<Long>>();
        for (var reader = waiting.poll(); reader != null; reader = waiting.poll()) {
            group.add(reader);
        }
        return group;
    }
}
