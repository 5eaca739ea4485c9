package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.history.History;
import io.evenkeel.e2e.tools.Backend;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server whose every round trip to the database takes 2 ms more than the others' is not starved by them. */
class FarServerIT {

    private static final Logger logger = LoggerFactory.getLogger(FarServerIT.class);
    private static final Duration EACH_WAY = Duration.ofMillis(1);
    private static final int CLIENTS = 16;
    private static final int ANSWERS = 6000;
    private static final double LEAST_SHARE = 0.3;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void getsOnAsWell(Backend backend) {
        try (Cluster cluster = Cluster.startBehindProxies(backend, 3, Writing.FORWARDED)) {
            cluster.proxy(2).rules().delay(EACH_WAY);
            try (Traffic traffic = Traffic.start(cluster.nodes(), 9, CLIENTS)) {
                traffic.awaitAnswers(ANSWERS);
                History history = traffic.finish(cluster.nodes());
                double near = (WritesDone.writes(history, 0) + WritesDone.writes(history, 1)) / 2.0;
                double share = WritesDone.writes(history, 2) / near;
                logger.info("The far server on {} did {} % of a near one's writes", backend, Math.round(100 * share));
                Verdict.pass("one server 2 ms further from " + backend, history);
                assertThat(share).isGreaterThan(LEAST_SHARE);
            }
        }
    }
}
