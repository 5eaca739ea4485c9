package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.Backend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statements that the database's administrator cancels, and connections he ends, whatever they are in the middle of. */
class KilledStatementsIT {

    private static final int KILLS = Integer.getInteger("evenkeel.kills", 100);

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void neverMakeAnAnswerWrong(Backend backend) {
        try (Cluster cluster = Cluster.start(backend, 3, Writing.BY_THEMSELVES);
                Traffic traffic = Traffic.start(cluster.nodes(), 13)) {
            int cancelled = 0;
            int ended = 0;
            while (cancelled < KILLS || ended < KILLS) {
                cancelled += cluster.database().cancelStatements();
                ended += cluster.database().endConnections();
            }
            // Else nothing below would tell what was taken for it.
            assertThat(cluster.nodes())
                    .extracting(Node::log)
                    .allSatisfy(log -> assertThat(log).doesNotContain("History was lost"));
            Verdict.pass(
                    "%d statements cancelled and %d connections ended on %s".formatted(cancelled, ended, backend),
                    traffic.finish(cluster.nodes()));
            assertThat(cancelled + ended).isGreaterThanOrEqualTo(2 * KILLS);
        }
    }
}
