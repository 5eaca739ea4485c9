package io.evenkeel.perf.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** A steady trickle of writes through all servers of a set, seen by watchers at all of them. */
public final class LagRun {

    private static final long STRAGGLERS_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

    private LagRun() {}

    /** Writes {@code perSecond} times a second for {@code window}, then waits for what has not come yet. */
    public static Lag measure(
            KeySpace keys, List<Connection> connections, int watchers, int perSecond, Duration window) {
        var failure = new CompletableFuture<Throwable>();
        int count = Math.toIntExact(perSecond * window.toMillis() / 1000);
        var writes = new NumberedWrites(
                keys, connections, count, Duration.ofSeconds(1).toNanos() / perSecond, failure::complete);
        var all = new ArrayList<LagWatcher>();
        try (var _ = WatchStreams.open(
                connections,
                watchers,
                (number, connection) -> {
                    var watcher = new LagWatcher(writes);
                    all.add(watcher);
                    return watcher;
                },
                failure::complete)) {
            writes.send();
            awaitStragglers(all, failure);
        }
        if (failure.isDone()) {
            throw new IllegalStateException("the writes or watches failed", failure.join());
        }
        var lag = new Lag(new Latencies(), 0, 0, 0);
        for (LagWatcher watcher : all) {
            lag = watcher.addTo(lag);
        }
        return lag;
    }

    private static void awaitStragglers(List<LagWatcher> watchers, CompletableFuture<Throwable> failure) {
        long deadlineNanos = System.nanoTime() + STRAGGLERS_NANOS;
        while (!watchers.stream().allMatch(LagWatcher::hasSeenAll)
                && !failure.isDone()
                && System.nanoTime() < deadlineNanos) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
