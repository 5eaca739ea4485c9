package io.evenkeel.perf;

import io.evenkeel.perf.load.WorkloadKind;
import io.evenkeel.perf.report.Cell;
import io.evenkeel.perf.report.ComparisonTable;
import io.evenkeel.perf.report.LoadSample;
import io.evenkeel.perf.report.Results;
import io.evenkeel.perf.report.ShareTable;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** How much the contenders do for closed-loop clients. */
final class LoadComparison implements Comparison {

    private static final int WARM_UP_CLIENTS = 100;

    private final BenchSettings settings;
    private final PrintStream progress;
    private final Results<LoadSample> results;

    LoadComparison(BenchSettings settings, PrintStream progress) {
        this.settings = settings;
        this.progress = progress;
        this.results = new Results<>(settings.contenderNames());
    }

    /** With many clients, whatever will be measured: a JVM is warm by the number of operations, not by time. */
    @Override
    public void warmUp(List<Target> targets) {
        for (WorkloadKind workload : settings.workloads()) {
            for (Target target : targets) {
                var _ = target.run(workload, WARM_UP_CLIENTS).measure(settings.warmUp(), () -> "");
            }
        }
    }

    @Override
    public void measure(List<Target> targets) {
        for (WorkloadKind workload : settings.workloads()) {
            for (int clients : settings.clients()) {
                var cell = new Cell(workload.name().toLowerCase(Locale.ROOT), clients);
                for (Target target : targets) {
                    LoadSample sample = Usage.sample(
                            target.run(workload, clients).measure(settings.window(), () -> Usage.now(target)));
                    results.add(cell, target.name(), sample);
                    print(cell, target.name(), sample);
                }
            }
        }
    }

    private void print(Cell cell, String server, LoadSample sample) {
        progress.printf(
                Locale.ROOT,
                "%-7s %4d  %-22s %9.0f ops/s  p50 %8.3f ms  p99 %8.3f ms  server %7.1f µs/op  client %6.1f µs/op  others %3.0f %%%n",
                cell.workload(),
                cell.clients(),
                server,
                sample.operationsPerSecond(),
                sample.p50Millis(),
                sample.p99Millis(),
                sample.cpuMicros(),
                sample.clientMicros(),
                sample.elsewhere() * 100);
    }

    @Override
    public String report() {
        return new ComparisonTable<>(results, LoadSample.FIGURES, "clients").markdown()
                + new ShareTable(results).markdown()
                + Preface.disturbance(results.overall(LoadSample::elsewhere));
    }
}
