package io.evenkeel.perf;

import io.evenkeel.perf.load.KeySpace;
import io.evenkeel.perf.report.MarkdownTable;
import io.evenkeel.perf.report.Spread;
import io.evenkeel.perf.server.Contender;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The time from the start of the process on fresh data to its first answer, and the memory that many keys take. */
final class Footprint {

    private static final int KEYS = 100_000;
    private static final int VALUE_BYTES = 1024;

    private final BenchSettings settings;
    private final PrintStream out;
    private final Map<String, List<Figures>> figures = new LinkedHashMap<>();

    Footprint(BenchSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    private record Figures(
            double startMillis,
            double startCpuMillis,
            double emptyMib,
            double filledMib,
            double peakMib,
            double databaseMib) {}

    String measure() {
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Contender contender : settings.contenders()) {
                Figures found = measure(contender, round);
                figures.computeIfAbsent(contender.name(), name -> new ArrayList<>())
                        .add(found);
                out.println(contender.name() + " " + found);
            }
        }
        return table();
    }

    private Figures measure(Contender contender, int round) {
        var keys = new KeySpace(KEYS, VALUE_BYTES, round);
        try (var folders = new Folders(settings.folder().resolve("footprint-" + round));
                Target target =
                        Target.start(contender, folders.fresh(contender.name()), settings.connections(), keys)) {
            target.firstAnswer();
            double startMillis = (System.nanoTime() - target.servers().startedNanos()) / 1e6;
            double startCpuMillis = target.servers().cpuSeconds() * 1e3;
            double emptyMib = target.servers().residentMib();
            target.fill();
            return new Figures(
                    startMillis,
                    startCpuMillis,
                    emptyMib,
                    target.servers().residentMib(),
                    target.servers().peakMib(),
                    target.servers().databaseMib());
        }
    }

    private String table() {
        var table = new MarkdownTable();
        table.row(List.of(
                "server",
                "start to first answer, ms",
                "CPU until then, ms",
                "resident when empty, MiB",
                String.format(Locale.ROOT, "after %,d keys of 1 KiB", KEYS).replace(',', ' '),
                "most until then",
                "database beside it"));
        figures.forEach((server, found) -> table.row(List.of(
                server,
                spread(found.stream().map(Figures::startMillis).toList()),
                spread(found.stream().map(Figures::startCpuMillis).toList()),
                spread(found.stream().map(Figures::emptyMib).toList()),
                spread(found.stream().map(Figures::filledMib).toList()),
                spread(found.stream().map(Figures::peakMib).toList()),
                spread(found.stream().map(Figures::databaseMib).toList()))));
        return table.toString();
    }

    private static String spread(List<Double> found) {
        return Spread.of(found).toString();
    }
}
