package io.evenkeel.perf.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** One workload run by a number of closed-loop clients, spread over the connections. */
public final class LoadRun {

    private static final Duration LEAD_IN = Duration.ofMillis(400);
    private static final Duration STUCK_AFTER = Duration.ofSeconds(60);

    private final Workload workload;
    private final List<Connection> connections;
    private final int clients;
    private final CountDownLatch running;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private volatile boolean recording;
    private volatile boolean over;

    LoadRun(Workload workload, List<Connection> connections, int clients) {
        this.workload = workload;
        this.connections = connections;
        this.clients = workload.senders(clients);
        this.running = new CountDownLatch(this.clients);
    }

    /**
     * What was seen between two moments.
     *
     * @param latencies of the operations answered in between
     * @param shares of them that each server answered, in proportion to an equal one
     * @param before what {@code usage} said at the first moment
     * @param after and at the second
     */
    public record Window<U>(double seconds, Latencies latencies, List<Double> shares, U before, U after) {}

    /** Runs the load for a moment, then for {@code window}, in which it is measured, and ends it. */
    public <U> Window<U> measure(Duration window, Supplier<U> usage) {
        connections.forEach(connection -> connection.latencies().clear());
        start();
        try {
            failIfAny(LEAD_IN);
            U before = usage.get();
            long startNanos = System.nanoTime();
            recording = true;
            failIfAny(window);
            recording = false;
            long endNanos = System.nanoTime();
            U after = usage.get();
            over = true;
            awaitClients();
            return new Window<>((endNanos - startNanos) / 1e9, merged(), shares(), before, after);
        } finally {
            over = true;
            workload.end();
        }
    }

    /** Runs the load until the workload has no more. */
    void finish() {
        start();
        awaitClients();
        workload.end();
    }

    private void start() {
        workload.begin(this, connections);
        for (int i = 0; i < clients; i++) {
            new LoadClient(i, connections.get(i % connections.size()), this, workload).next();
        }
    }

    /** Waits for {@code time}, or for the first failure, which is thrown. */
    private void failIfAny(Duration time) {
        try {
            failure.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // nothing has failed
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void awaitClients() {
        long deadlineNanos = System.nanoTime() + STUCK_AFTER.toNanos();
        try {
            while (!running.await(100, TimeUnit.MILLISECONDS)) {
                failIfAny(Duration.ZERO);
                if (over && System.nanoTime() > deadlineNanos) {
                    throw new IllegalStateException(running.getCount() + " of " + clients + " clients got no answer");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        failIfAny(Duration.ZERO);
    }

    private List<Double> shares() {
        return workload.isSharedByServers() ? Shares.of(connections, clients) : List.of();
    }

    private Latencies merged() {
        var all = new Latencies();
        connections.forEach(connection -> all.add(connection.latencies()));
        return all;
    }

    int clients() {
        return clients;
    }

    boolean isOver() {
        return over;
    }

    /** On the connection's event loop. */
    void record(Connection connection, long nanos) {
        if (recording) {
            connection.latencies().record(nanos);
        }
    }

    void clientEnded() {
        running.countDown();
    }

    void fail(Throwable cause) {
        failure.completeExceptionally(cause);
    }
}
