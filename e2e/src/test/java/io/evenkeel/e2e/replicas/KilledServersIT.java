package io.evenkeel.e2e.replicas;

import io.evenkeel.e2e.tools.Backend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code kill -9} of one server after the other, each started again a while later. */
class KilledServersIT {

    private static final int ANSWERS_BETWEEN = 600;

    @ParameterizedTest
    @CsvSource({"POSTGRES, 2", "POSTGRES, 4", "MARIADB, 3"})
    void leaveNoTrace(Backend backend, int servers) {
        try (Cluster cluster = Cluster.start(backend, servers);
                Traffic traffic = Traffic.start(cluster.nodes(), 1)) {
            for (Node node : cluster.nodes()) {
                traffic.awaitAnswers(ANSWERS_BETWEEN);
                node.kill();
                traffic.awaitAnswers(ANSWERS_BETWEEN);
                node.start();
            }
            Verdict.pass("kill -9 of each of " + servers + " servers on " + backend, traffic.finish(cluster.nodes()));
        }
    }
}
