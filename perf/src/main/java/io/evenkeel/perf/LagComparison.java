package io.evenkeel.perf;

import io.evenkeel.perf.load.Lag;
import io.evenkeel.perf.report.Cell;
import io.evenkeel.perf.report.ComparisonTable;
import io.evenkeel.perf.report.LagSample;
import io.evenkeel.perf.report.Results;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** How long after the sending of a write through any server its event is at the watchers of all servers. */
final class LagComparison implements Comparison {

    private final BenchSettings settings;
    private final PrintStream progress;
    private final Results<LagSample> results;

    LagComparison(BenchSettings settings, PrintStream progress) {
        this.settings = settings;
        this.progress = progress;
        this.results = new Results<>(settings.contenderNames());
    }

    @Override
    public void warmUp(List<Target> targets) {
        for (Target target : targets) {
            var _ = target.lag(settings.watchers(), Collections.max(settings.rates()), settings.warmUp());
        }
    }

    @Override
    public void measure(List<Target> targets) {
        for (int rate : settings.rates()) {
            var cell = new Cell("lag at " + rate + " writes/s", settings.watchers());
            for (Target target : targets) {
                LagSample sample = sample(target, rate, settings.window());
                results.add(cell, target.name(), sample);
                progress.println(cell + " " + target.name() + " " + sample);
            }
        }
    }

    private LagSample sample(Target target, int rate, Duration window) {
        Usage before = Usage.now(target);
        long startNanos = System.nanoTime();
        Lag lag = target.lag(settings.watchers(), rate, window);
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        Usage after = Usage.now(target);
        return new LagSample(
                lag.latencies().quantileMillis(0.5),
                lag.latencies().quantileMillis(0.99),
                lag.latencies().quantileMillis(1),
                (after.server() - before.server()) / seconds * 100,
                after.elsewhereSince(before, seconds),
                lag.lost(),
                lag.doubled(),
                lag.outOfOrder());
    }

    @Override
    public String report() {
        return new ComparisonTable<>(results, LagSample.FIGURES, "watchers").markdown()
                + Preface.disturbance(results.overall(LagSample::elsewhere));
    }
}
