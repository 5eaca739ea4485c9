package io.evenkeel.perf.report;

import java.util.ArrayList;
import java.util.List;

/** What each server of a set answered of a load, as Markdown; empty when there is no set. */
public final class ShareTable {

    private final Results<LoadSample> results;

    public ShareTable(Results<LoadSample> results) {
        this.results = results;
    }

    public String markdown() {
        var text = new StringBuilder();
        for (String server : results.servers()) {
            int servers = results.cells().stream()
                    .flatMap(cell -> results.samples(cell, server).stream())
                    .mapToInt(sample -> sample.shares().size())
                    .max()
                    .orElse(0);
            if (servers > 1) {
                text.append("What each of ")
                        .append(server)
                        .append(" answered, in proportion to an equal share:\n\n")
                        .append(table(server, servers))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private MarkdownTable table(String server, int servers) {
        var table = new MarkdownTable();
        var header = new ArrayList<>(List.of("workload", "clients"));
        for (int i = 1; i <= servers; i++) {
            header.add("server " + i);
        }
        table.row(header);
        for (Cell cell : results.cells()) {
            if (results.samples(cell, server).stream()
                    .allMatch(sample -> sample.shares().size() == servers)) {
                var row = new ArrayList<>(List.of(cell.workload(), String.valueOf(cell.clients())));
                for (int i = 0; i < servers; i++) {
                    int number = i;
                    row.add(results.spread(
                                    cell, server, sample -> sample.shares().get(number))
                            .toString());
                }
                table.row(row);
            }
        }
        return table;
    }
}
