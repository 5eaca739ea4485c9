package io.evenkeel.e2e.replicas;

import io.evenkeel.e2e.history.History;
import io.evenkeel.e2e.history.Operation;
import io.evenkeel.e2e.history.Operation.Ending;
import io.evenkeel.e2e.history.Violation;
import io.evenkeel.e2e.tools.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a long run has come to so far, kept in a file. */
final class SoakReport {

    private final Path file;
    private final long startNanos = System.nanoTime();
    private final Map<Backend, Counts> counts = new EnumMap<>(Backend.class);
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final Map<Fault, Duration> longestGaps = new EnumMap<>(Fault.class);
    private final List<String> violations = new ArrayList<>();

    /** Sums over the rounds on one kind of database. */
    private static final class Counts {
        private int rounds;
        private long answered;
        private long refused;
        private long open;
        private long events;
    }

    SoakReport(Path file) {
        this.file = file;
    }

    Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    void add(Fault fault) {
        faults.merge(fault, 1, Integer::sum);
    }

    /** Notes how long those whom a fault should spare acknowledged no write. */
    void addGap(Fault fault, Duration gap) {
        longestGaps.merge(fault, gap, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    void add(Backend backend, long seed, History history, List<Violation> found) {
        Counts sums = counts.computeIfAbsent(backend, b -> new Counts());
        sums.rounds++;
        for (Operation operation : history.operations()) {
            switch (operation.ending()) {
                case Ending.Answered _ -> sums.answered++;
                case Ending.Refused _ -> sums.refused++;
                case Ending.Open _ -> sums.open++;
            }
        }
        history.watches().forEach(watch -> sums.events += watch.events().size());
        found.forEach(violation -> violations.add(backend + ", seed " + seed + ": " + violation));
        write();
    }

    List<String> violations() {
        return violations;
    }

    private void write() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report", e);
        }
    }

    @Override
    public String toString() {
        var text = new StringBuilder("After " + sinceStart().toMinutes() + " minutes: " + violations.size()
                + " violations.\n\n| Database | Rounds | Calls answered | refused | open | Events |\n"
                + "| --- | ---: | ---: | ---: | ---: | ---: |\n");
        counts.forEach((backend, sums) -> text.append("| %s | %d | %d | %d | %d | %d |%n"
                .formatted(backend, sums.rounds, sums.answered, sums.refused, sums.open, sums.events)));
        text.append(
                "\n| Fault | Times | Longest time without a write of a server spared, ms |\n| --- | ---: | ---: |\n");
        faults.forEach((fault, times) -> text.append("| %s | %d | %s |%n"
                .formatted(
                        fault,
                        times,
                        longestGaps.containsKey(fault) ? longestGaps.get(fault).toMillis() : "")));
        violations.forEach(violation -> text.append("\n* ").append(violation));
        return text.toString();
    }
}
