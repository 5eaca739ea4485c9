package io.evenkeel.perf;

import io.evenkeel.perf.load.KeySpace;
import io.evenkeel.perf.proc.Machine;
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

    private final BenchSettings settings;
    private final List<Comparison> comparisons = new ArrayList<>();
    private final PrintStream out = System.err;

    private Bench(BenchSettings settings) {
        this.settings = settings;
        if (!settings.workloads().isEmpty()) {
            comparisons.add(new LoadComparison(settings, out));
        }
        if (settings.lag()) {
            comparisons.add(new LagComparison(settings, out));
        }
        if (settings.idle()) {
            comparisons.add(new IdleComparison(settings, out));
        }
    }

    public static void main(String[] args) throws IOException {
        // Threads of a client or an embedded database would else keep a bench that has failed from ending.
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
            failure.printStackTrace();
            System.exit(1);
        });
        new Bench(BenchSettings.parse(args)).run();
        System.exit(0);
    }

    private void run() throws IOException {
        Files.createDirectories(settings.folder());
        var report = new StringBuilder(Preface.of(settings));
        out.println(report);
        if (!comparisons.isEmpty()) {
            for (int round = 1; round <= settings.rounds(); round++) {
                round(round);
            }
            comparisons.forEach(comparison -> report.append(comparison.report()).append('\n'));
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
                List<Target> inTurn = round % 2 == 1 ? targets : targets.reversed();
                for (Comparison comparison : comparisons) {
                    comparison.warmUp(targets);
                    comparison.measure(inTurn);
                }
            } finally {
                targets.forEach(Target::close);
            }
        }
    }
}
