package io.evenkeel.perf.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.ToDoubleFunction;

/** All samples of a bench, by cell and server, in the order of the rounds. */
public final class Results<S> {

    private final List<String> servers;
    private final SequencedSet<Cell> cells = new LinkedHashSet<>();
    private final Map<Place, List<S>> samples = new HashMap<>();

    private record Place(Cell cell, String server) {}

    /** @param servers their names; the first is what the others are compared with */
    public Results(List<String> servers) {
        this.servers = List.copyOf(servers);
    }

    public void add(Cell cell, String server, S sample) {
        cells.add(cell);
        samples.computeIfAbsent(new Place(cell, server), place -> new ArrayList<>())
                .add(sample);
    }

    List<String> servers() {
        return servers;
    }

    SequencedSet<Cell> cells() {
        return cells;
    }

    Spread spread(Cell cell, String server, ToDoubleFunction<S> figure) {
        return Spread.of(figures(cell, server, figure));
    }

    /** Of {@code server} to the first one, round by round: what shifts a whole round then shifts no ratio. */
    Spread ratio(Cell cell, String server, ToDoubleFunction<S> figure) {
        List<Double> of = figures(cell, server, figure);
        List<Double> to = figures(cell, servers.getFirst(), figure);
        var ratios = new ArrayList<Double>();
        for (int round = 0; round < of.size(); round++) {
            ratios.add(of.get(round) / to.get(round));
        }
        return Spread.of(ratios);
    }

    private List<Double> figures(Cell cell, String server, ToDoubleFunction<S> figure) {
        return samples(cell, server).stream()
                .map(sample -> figure.applyAsDouble(sample))
                .toList();
    }

    List<S> samples(Cell cell, String server) {
        return samples.getOrDefault(new Place(cell, server), List.of());
    }

    /** One figure of all samples there are. */
    public Spread overall(ToDoubleFunction<S> figure) {
        return Spread.of(samples.values().stream()
                .flatMap(List::stream)
                .map(sample -> figure.applyAsDouble(sample))
                .toList());
    }
}
