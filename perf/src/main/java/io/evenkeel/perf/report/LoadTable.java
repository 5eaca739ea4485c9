package io.evenkeel.perf.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The results as Markdown: one row per cell; every figure as the median of the rounds with the smallest and the largest. */
public final class LoadTable {

    private final Results results;

    public LoadTable(Results results) {
        this.results = results;
    }

    public String markdown() {
        var table = new MarkdownTable();
        table.row(header());
        for (Cell cell : results.cells()) {
            table.row(row(cell));
        }
        return table.toString();
    }

    private List<String> header() {
        var header = new ArrayList<>(List.of("workload", "clients"));
        for (String unit : List.of("ops/s", "p50 ms", "p99 ms", "CPU µs/op")) {
            results.servers().forEach(server -> header.add(server + " " + unit));
            rivals().forEach(server -> header.add("ratio"));
        }
        return header;
    }

    private List<String> row(Cell cell) {
        var row = new ArrayList<>(List.of(cell.workload(), String.valueOf(cell.clients())));
        List<ToDoubleFunction<Sample>> figures =
                List.of(Sample::operationsPerSecond, Sample::p50Millis, Sample::p99Millis, Sample::cpuMicros);
        for (ToDoubleFunction<Sample> figure : figures) {
            for (String server : results.servers()) {
                row.add(results.spread(cell, server, figure).toString());
            }
            for (String server : rivals()) {
                row.add("**" + results.ratio(cell, server, figure) + "**");
            }
        }
        return row;
    }

    private List<String> rivals() {
        return results.servers().subList(1, results.servers().size());
    }
}
