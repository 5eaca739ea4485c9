package io.evenkeel.perf.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The results as Markdown: first how the servers compare, then the figures that this comes from. */
public final class LoadTable {

    private record Figure(String title, ToDoubleFunction<Sample> of) {}

    private static final List<Figure> FIGURES = List.of(
            new Figure("operations/s", Sample::operationsPerSecond),
            new Figure("CPU, µs/op", Sample::cpuMicros),
            new Figure("p50, ms", Sample::p50Millis),
            new Figure("p99, ms", Sample::p99Millis));

    private final Results results;

    public LoadTable(Results results) {
        this.results = results;
    }

    public String markdown() {
        var text = new StringBuilder();
        List<String> servers = results.servers();
        for (String server : servers.subList(1, servers.size())) {
            text.append(server)
                    .append(" in proportion to ")
                    .append(servers.getFirst())
                    .append(":\n\n");
            text.append(table((cell, figure) -> results.ratio(cell, server, figure.of) + "×"))
                    .append('\n');
        }
        for (String server : servers) {
            text.append(server).append(":\n\n");
            text.append(table((cell, figure) ->
                            results.spread(cell, server, figure.of).toString()))
                    .append('\n');
        }
        return text.toString();
    }

    private interface Entry {
        String of(Cell cell, Figure figure);
    }

    private MarkdownTable table(Entry entry) {
        var table = new MarkdownTable();
        table.row(row("workload", "clients", figure -> figure.title));
        for (Cell cell : results.cells()) {
            table.row(row(cell.workload(), String.valueOf(cell.clients()), figure -> entry.of(cell, figure)));
        }
        return table;
    }

    private static List<String> row(String workload, String clients, Function<Figure, String> entry) {
        var row = new ArrayList<>(List.of(workload, clients));
        for (Figure figure : FIGURES) {
            row.add(entry.apply(figure));
        }
        return row;
    }
}
