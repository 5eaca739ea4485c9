package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.Backend;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database ends and comes back, or stands still: no server of ours has to be started again. */
class DatabaseFaultsIT {

    private static final int ANSWERS_BETWEEN = 600;
    private static final Duration STANDSTILL = Duration.ofSeconds(3);

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void survivesAKilledDatabase(Backend backend) {
        try (Cluster cluster = Cluster.start(backend, 3);
                Traffic traffic = Traffic.start(cluster.nodes(), 5)) {
            for (int i = 0; i < 2; i++) {
                traffic.awaitAnswers(ANSWERS_BETWEEN);
                cluster.database().process().killAll();
                cluster.database().restart();
            }
            traffic.awaitAnswers(ANSWERS_BETWEEN);
            Verdict.pass("kill -9 of " + backend, traffic.finish(cluster.nodes()));
            assertThat(cluster.nodes()).allMatch(Node::isAlive);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void survivesADatabaseThatStandsStill(Backend backend) {
        try (Cluster cluster = Cluster.start(backend, 3);
                Traffic traffic = Traffic.start(cluster.nodes(), 6)) {
            traffic.awaitAnswers(ANSWERS_BETWEEN);
            cluster.database().process().pause();
            Pause.lasting(STANDSTILL);
            cluster.database().process().resume();
            traffic.awaitAnswers(ANSWERS_BETWEEN);
            Verdict.pass("SIGSTOP of " + backend, traffic.finish(cluster.nodes()));
        }
    }
}
