package io.evenkeel.perf;

import io.evenkeel.perf.load.WatchStreams;
import io.evenkeel.perf.report.Cell;
import io.evenkeel.perf.report.ComparisonTable;
import io.evenkeel.perf.report.IdleSample;
import io.evenkeel.perf.report.Results;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the contenders do at rest, and with watches at which nothing happens. */
final class IdleComparison implements Comparison {

    /** An idle session of PostgreSQL tells what it did up to ten seconds late. */
    private static final Duration AT_LEAST = Duration.ofSeconds(20);

    private final BenchSettings settings;
    private final PrintStream progress;
    private final Results<IdleSample> results;

    IdleComparison(BenchSettings settings, PrintStream progress) {
        this.settings = settings;
        this.progress = progress;
        this.results = new Results<>(settings.contenderNames());
    }

    /** A moment for what the filling has left to be done. */
    @Override
    public void warmUp(List<Target> targets) {
        await(settings.warmUp(), new CompletableFuture<>());
    }

    @Override
    public void measure(List<Target> targets) {
        for (int watches : new int[] {0, settings.watchers()}) {
            var cell = new Cell(watches == 0 ? "at rest" : "idle watches", watches);
            for (Target target : targets) {
                IdleSample sample = sample(target, watches);
                results.add(cell, target.name(), sample);
                progress.println(cell + " " + target.name() + " " + sample);
            }
        }
    }

    private IdleSample sample(Target target, int watches) {
        var failure = new CompletableFuture<Throwable>();
        try (var _ = WatchStreams.idle(target.connections(), watches, failure::complete)) {
            long statements = target.servers().statements();
            double cpuSeconds = target.servers().cpuSeconds();
            long startNanos = System.nanoTime();
            await(settings.window().compareTo(AT_LEAST) < 0 ? AT_LEAST : settings.window(), failure);
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            return new IdleSample(
                    (target.servers().statements() - statements)
                            / seconds
                            / target.servers().ports().size(),
                    (target.servers().cpuSeconds() - cpuSeconds) / seconds * 100);
        }
    }

    private static void await(Duration time, CompletableFuture<Throwable> failure) {
        try {
            throw new IllegalStateException("a watch failed", failure.get(time.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            // nothing has failed
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public String report() {
        return new ComparisonTable<>(results, IdleSample.FIGURES, "watches").markdown();
    }
}
