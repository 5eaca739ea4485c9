package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.history.History;
import io.evenkeel.e2e.tools.Backend;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For a while nothing passes between one server and the database, though no connection ends. */
class BlockedConnectionsIT {

    private static final int ANSWERS_BETWEEN = 400;
    private static final Duration BLOCKED = Duration.ofSeconds(5);

    /** As when a server is paused with the append lock in its hands. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(4);

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void stopOneServerOnly(Backend backend) {
        block(backend, Writing.BY_THEMSELVES, 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void stopTheOthersNoLongerWhenThatServerWroteForThem(Backend backend) {
        block(backend, Writing.FORWARDED, 0);
    }

    private static void block(Backend backend, Writing writing, int victim) {
        try (Cluster cluster = Cluster.startBehindProxies(backend, 3, writing);
                Traffic traffic = Traffic.start(cluster.nodes(), 10)) {
            traffic.awaitAnswers(ANSWERS_BETWEEN);
            long from = System.nanoTime();
            cluster.proxy(victim).rules().block();
            Pause.lasting(BLOCKED);
            cluster.proxy(victim).rules().open();
            long until = System.nanoTime();
            traffic.awaitAnswers(ANSWERS_BETWEEN);
            History history = traffic.finish(cluster.nodes());
            Duration gap = WritesDone.longestGap(history, server -> server != victim, from, until);
            Verdict.pass(
                    "server %d cut off from %s, writes %s, others without one for %s"
                            .formatted(victim, backend, writing, gap),
                    history);
            assertThat(gap).isLessThan(LONGEST_GAP);
        }
    }
}
