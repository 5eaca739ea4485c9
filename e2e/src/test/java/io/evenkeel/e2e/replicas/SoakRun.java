package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.history.History;
import io.evenkeel.e2e.history.HistoryChecker;
import io.evenkeel.e2e.tools.Backend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Faults at random for as long as is asked for, in rounds with a store each. Not among the integration tests: see the target
 * {@code soak} of the Makefile.
 */
class SoakRun {

    private static final Duration LENGTH = Duration.ofMinutes(Long.getLong("evenkeel.soak.minutes", 60));
    private static final long SEED = Long.getLong("evenkeel.soak.seed", System.nanoTime());
    private static final List<Fault> FAULTS = List.of(Fault.values());
    private static final int FAULTS_PER_ROUND = 8;
    private static final int ANSWERS_BETWEEN = 400;

    private final SoakReport report = new SoakReport(Path.of("target", "soak", "report.md"));

    /** When a fault that should spare the others of a victim began and was over. */
    private static final List<Writing> WAYS_TO_WRITE = List.of(Writing.values());

    private record Struck(Fault fault, int victim, long from, long until) {}

    @Test
    void findsNoViolation() {
        List<Backend> backends = List.of(Backend.POSTGRES, Backend.MARIADB);
        for (int round = 0; report.sinceStart().compareTo(LENGTH) < 0; round++) {
            run(backends.get(round % backends.size()), SEED + round);
        }
        assertThat(report.violations()).isEmpty();
    }

    private void run(Backend backend, long seed) {
        var random = new SplittableRandom(seed);
        try (Cluster cluster = Cluster.startBehindProxies(
                        backend, 2 + random.nextInt(3), WAYS_TO_WRITE.get(random.nextInt(WAYS_TO_WRITE.size())));
                Traffic traffic = Traffic.start(cluster.nodes(), seed)) {
            List<Struck> struck = new ArrayList<>();
            for (int i = 0; i < FAULTS_PER_ROUND; i++) {
                traffic.awaitAnswers(ANSWERS_BETWEEN);
                struck.add(strike(cluster, random));
            }
            traffic.awaitAnswers(ANSWERS_BETWEEN);
            History history = traffic.finish(cluster.nodes());
            for (Struck fault : struck) {
                report.add(fault.fault());
                if (fault.fault().sparesOthers()) {
                    report.addGap(
                            fault.fault(),
                            WritesDone.longestGap(
                                    history, server -> server != fault.victim(), fault.from(), fault.until()));
                }
            }
            report.add(backend, seed, history, HistoryChecker.violations(history));
        }
    }

    private static Struck strike(Cluster cluster, SplittableRandom random) {
        Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
        Node victim = cluster.node(random.nextInt(cluster.nodes().size()));
        long from = System.nanoTime();
        fault.strike(cluster, victim, random);
        return new Struck(fault, victim.id(), from, System.nanoTime());
    }
}
