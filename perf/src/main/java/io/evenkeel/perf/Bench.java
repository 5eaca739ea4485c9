package io.evenkeel.perf;

import io.evenkeel.perf.load.KeySpace;
import io.evenkeel.perf.load.WorkloadKind;
import io.evenkeel.perf.proc.Machine;
import io.evenkeel.perf.report.Cell;
import io.evenkeel.perf.report.LoadTable;
import io.evenkeel.perf.report.Results;
import io.evenkeel.perf.report.Sample;
import io.evenkeel.perf.server.Contender;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs the same load against the servers in turn and prints how they compare. In every round all servers are started on
 * fresh data and warmed up; then each cell is measured on one after the other, so that what disturbs one disturbs both.
 */
public final class Bench {

    private static final int WARM_UP_CLIENTS = 100;

    private final BenchSettings settings;
    private final Results results;
    private final PrintStream out = System.err;

    private Bench(BenchSettings settings) {
        this.settings = settings;
        this.results =
                new Results(settings.contenders().stream().map(Contender::name).toList());
    }

    public static void main(String[] args) throws IOException {
        new Bench(BenchSettings.parse(args)).run();
        System.exit(0);
    }

    private void run() throws IOException {
        Files.createDirectories(settings.folder());
        var report = new StringBuilder(Preface.of(settings));
        out.println(report);
        if (!settings.workloads().isEmpty()) {
            for (int round = 1; round <= settings.rounds(); round++) {
                round(round);
            }
            report.append(new LoadTable(results).markdown()).append('\n');
            report.append(Preface.disturbance(results.elsewhere())).append('\n');
        }
        if (settings.footprint()) {
            report.append(new Footprint(settings, out).measure()).append('\n');
        }
        Path file = settings.folder().resolve("report.md");
        Files.writeString(file, report);
        System.out.println(report);
        out.println("written to " + file);
    }

    private void round(int round) {
        out.printf(Locale.ROOT, "round %d of %d, load average %.2f%n", round, settings.rounds(), Machine.loadAverage());
        var targets = new ArrayList<Target>();
        try (var folders = new Folders(settings.folder().resolve("round-" + round))) {
            try {
                for (Contender contender : settings.contenders()) {
                    var keys = new KeySpace(settings.keys(), settings.valueBytes(), round);
                    targets.add(Target.start(contender, folders.fresh(contender.name()), settings.connections(), keys));
                }
                targets.forEach(Target::fill);
                warmUp(targets);
                measure(round % 2 == 1 ? targets : targets.reversed());
            } finally {
                targets.forEach(Target::close);
            }
        }
    }

    /** With many clients, whatever will be measured: a JVM is warm by the number of operations, not by time. */
    private void warmUp(List<Target> targets) {
        for (WorkloadKind workload : settings.workloads()) {
            for (Target target : targets) {
                var _ = target.run(workload, WARM_UP_CLIENTS).measure(settings.warmUp(), () -> "");
            }
        }
    }

    private void measure(List<Target> targets) {
        for (WorkloadKind workload : settings.workloads()) {
            for (int clients : settings.clients()) {
                var cell = new Cell(workload.name().toLowerCase(Locale.ROOT), clients);
                for (Target target : targets) {
                    Sample sample = Usage.sample(
                            target.run(workload, clients).measure(settings.window(), () -> Usage.now(target)));
                    results.add(cell, target.name(), sample);
                    print(cell, target.name(), sample);
                }
            }
        }
    }

    private void print(Cell cell, String server, Sample sample) {
        out.printf(
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
}
