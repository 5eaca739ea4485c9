package io.evenkeel.e2e.replicas;

import io.evenkeel.e2e.tools.Backend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that share a database and nothing else: on MariaDB nobody wakes anybody up, and all depends on the poll. */
class UnreachableServersIT {

    private static final int ANSWERS = 3000;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void loseNothingButTime(Backend backend) {
        try (Cluster cluster = Cluster.start(backend, 4, Writing.UNREACHABLE);
                Traffic traffic = Traffic.start(cluster.nodes(), 12)) {
            traffic.awaitAnswers(ANSWERS);
            Verdict.pass("four servers out of each other's reach on " + backend, traffic.finish(cluster.nodes()));
        }
    }
}
