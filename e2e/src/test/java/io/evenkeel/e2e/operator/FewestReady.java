package io.evenkeel.e2e.operator;

import io.evenkeel.e2e.kubernetes.ApiClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks API servers again and again, all at once, whether they are ready, and keeps the smallest number that were. */
final class FewestReady implements AutoCloseable {

    private final List<ApiClient> clients;
    private final CompletableFuture<Void> end;
    private volatile int fewest;
    private final AtomicInteger rounds = new AtomicInteger();
    private volatile boolean stopped;

    /** @param clients which may change */
    FewestReady(List<ApiClient> clients) {
        this.clients = clients;
        this.fewest = clients.size();
        this.end =
                CompletableFuture.runAsync(this::run, task -> Thread.ofVirtual().start(task));
    }

    private void run() {
        while (!stopped) {
            List<CompletableFuture<Boolean>> answers = clients.stream()
                    .map(client -> CompletableFuture.supplyAsync(
                            client::isReady, task -> Thread.ofVirtual().start(task)))
                    .toList();
            int ready = (int) answers.stream().filter(CompletableFuture::join).count();
            fewest = Math.min(fewest, ready);
            var _ = rounds.incrementAndGet();
        }
    }

    /** How often they have been asked. */
    int rounds() {
        return rounds.get();
    }

    /** The smallest number, when it has ended. */
    int stop() {
        close();
        return fewest;
    }

    @Override
    public void close() {
        stopped = true;
        end.join();
    }
}
