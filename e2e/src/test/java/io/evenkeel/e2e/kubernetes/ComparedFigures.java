package io.evenkeel.e2e.kubernetes;

import io.evenkeel.perf.report.MarkdownTable;
import io.evenkeel.perf.report.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What was measured of several contenders, each in several rounds, and their proportions to the first of them. */
final class ComparedFigures {

    private final Map<String, Map<String, List<Double>>> byTitle = new LinkedHashMap<>();
    private final List<String> contenders = new ArrayList<>();
    private final Set<Integer> rounds = new TreeSet<>();

    /** Adds what one round has shown of one contender. */
    void add(int round, String contender, Map<String, Double> figures) {
        rounds.add(round);
        if (!contenders.contains(contender)) {
            contenders.add(contender);
        }
        figures.forEach((title, value) -> byTitle.computeIfAbsent(title, _ -> new LinkedHashMap<>())
                .computeIfAbsent(contender, _ -> new ArrayList<>())
                .add(value));
    }

    int rounds() {
        return rounds.size();
    }

    /** A row for each figure: the median with the smallest and the largest, then the proportion of the medians, to what is not 0. */
    String markdown() {
        var table = new MarkdownTable();
        var header = new ArrayList<>(List.of(""));
        header.addAll(contenders);
        table.row(header);
        byTitle.forEach((title, values) -> {
            var row = new ArrayList<>(List.of(title));
            for (String contender : contenders) {
                row.add(cell(values, contender));
            }
            table.row(row);
        });
        return table.toString();
    }

    private String cell(Map<String, List<Double>> values, String contender) {
        if (!values.containsKey(contender)) {
            return "";
        }
        Spread own = Spread.of(values.get(contender));
        List<Double> first = values.getOrDefault(contenders.getFirst(), List.of(0.0));
        double reference = Spread.of(first).median();
        return contender.equals(contenders.getFirst()) || reference == 0
                ? own.toString()
                : own + String.format(Locale.ROOT, ", **%.2f×**", own.median() / reference);
    }
}
