package io.evenkeel.perf.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The results as Markdown: first how the servers compare, then the figures that this comes from. */
public final class ComparisonTable<S> {

    private final Results<S> results;
    private final List<Figure<S>> figures;
    private final String clients;

    /** @param clients what the clients of a cell are called */
    public ComparisonTable(Results<S> results, List<Figure<S>> figures, String clients) {
        this.results = results;
        this.figures = List.copyOf(figures);
        this.clients = clients;
    }

    public String markdown() {
        var text = new StringBuilder();
        List<String> servers = results.servers();
        List<Figure<S>> compared = figures.stream().filter(Figure::isCompared).toList();
        for (String server : servers.subList(1, servers.size())) {
            text.append(server)
                    .append(" in proportion to ")
                    .append(servers.getFirst())
                    .append(":\n\n");
            text.append(table(compared, (cell, figure) -> results.ratio(cell, server, figure.of()) + "×"))
                    .append('\n');
        }
        for (String server : servers) {
            text.append(server).append(":\n\n");
            text.append(table(
                            figures,
                            (cell, figure) ->
                                    results.spread(cell, server, figure.of()).toString()))
                    .append('\n');
        }
        return text.toString();
    }

    private interface Entry<S> {
        String of(Cell cell, Figure<S> figure);
    }

    private MarkdownTable table(List<Figure<S>> shown, Entry<S> entry) {
        var table = new MarkdownTable();
        table.row(row("workload", clients, shown, Figure::title));
        for (Cell cell : results.cells()) {
            table.row(row(cell.workload(), String.valueOf(cell.clients()), shown, figure -> entry.of(cell, figure)));
        }
        return table;
    }

    private static <S> List<String> row(
            String workload, String clients, List<Figure<S>> shown, Function<Figure<S>, String> entry) {
        var row = new ArrayList<>(List.of(workload, clients));
        for (Figure<S> figure : shown) {
            row.add(entry.apply(figure));
        }
        return row;
    }
}
