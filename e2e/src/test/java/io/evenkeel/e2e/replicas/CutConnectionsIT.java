package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.PassageRules;
import io.evenkeel.e2e.tools.PassageRules.Cut;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections between servers and database that end, stand still or are slow, at any moment of a statement or a commit. */
class CutConnectionsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PIECES_BETWEEN = 60;
    private static final List<Cut> PLACES = List.of(Cut.values());
    private static final int LEAST_CUTS = 100;
    private static final int MOST_CUTS = 400;
    private static final String DONE = "is settled: it is in the log";
    private static final List<String> BOTH = List.of(DONE, "is settled: it is not in the log");

    /** Goes on until both have been seen: appends that were done though the answer was lost, and such that were not. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void neverMakeAnAnswerWrong(Backend backend) {
        cut(backend, Writing.BY_THEMSELVES, BOTH);
    }

    /** Where one server appends alone, its second try is hardly ever too late. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void neverMakeAnAnswerToAForwardedWriteWrong(Backend backend) {
        cut(backend, Writing.FORWARDED, List.of(DONE));
    }

    private static void cut(Backend backend, Writing writing, List<String> expected) {
        var random = new SplittableRandom(1);
        try (Cluster cluster = Cluster.startBehindProxies(backend, 3, writing);
                Traffic traffic = Traffic.start(cluster.nodes(), 4)) {
            int cuts = 0;
            while (cuts < LEAST_CUTS || (cuts < MOST_CUTS && !outcomes(cluster).containsAll(expected))) {
                PassageRules rules = cluster.proxy(cuts % 3).rules();
                rules.cutAfter(random.nextInt(PIECES_BETWEEN), PLACES.get(random.nextInt(PLACES.size())));
                Await.until("cut", LIMIT, () -> !rules.cutDue());
                cuts++;
            }
            Verdict.pass(
                    cuts + " connections cut on " + backend + ", writes " + writing, traffic.finish(cluster.nodes()));
            assertThat(outcomes(cluster)).containsAll(expected);
        }
    }

    private static List<String> outcomes(Cluster cluster) {
        String log = String.join("", cluster.nodes().stream().map(Node::log).toList());
        return BOTH.stream().filter(log::contains).toList();
    }
}
