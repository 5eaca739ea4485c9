package io.evenkeel.e2e.replicas;

import io.evenkeel.e2e.tools.Backend;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For a while nothing passes between one server and the database, though no connection ends. */
class BlockedConnectionsIT {

    private static final int ANSWERS_BETWEEN = 400;
    private static final Duration BLOCKED = Duration.ofSeconds(5);

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
            cluster.proxy(victim).rules().block();
            SparedServers.goOn(
                    "server %d cut off from %s, writes %s".formatted(victim, backend, writing),
                    cluster,
                    traffic,
                    victim,
                    BLOCKED,
                    cluster.proxy(victim).rules()::open);
        }
    }
}
