package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.history.History;
import io.evenkeel.e2e.history.Operation;
import io.evenkeel.e2e.history.Operation.Ending;
import io.evenkeel.e2e.tools.Backend;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Servers come and go under load, 1 to 2 to 4 to 3 to 1, and an ordinary client takes no notice: one that has all their
 * addresses, and repeats what etcd's client repeats, which is reads that were unavailable.
 */
class ChangingMembersIT {

    private static final int ANSWERS_BETWEEN = 400;
    private static final int CLIENTS = 10;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void needNobodysPermission(Backend backend) {
        try (Cluster cluster = Cluster.prepare(backend, 4);
                BalancedEndpoint balanced = BalancedEndpoint.of(cluster.nodes())) {
            cluster.node(0).start();
            try (Traffic traffic = Traffic.start(List.of(balanced), 7, CLIENTS)) {
                for (int joining : List.of(1, 2, 3)) {
                    traffic.awaitAnswers(joining == 3 ? 1 : ANSWERS_BETWEEN);
                    cluster.node(joining).start();
                    balanced.look();
                }
                traffic.awaitAnswers(ANSWERS_BETWEEN);
                cluster.node(1).stop();
                traffic.awaitAnswers(ANSWERS_BETWEEN);
                cluster.node(0).stop();
                cluster.node(3).stop();
                traffic.awaitAnswers(ANSWERS_BETWEEN);
                History history = traffic.finish(List.of(cluster.node(2)));
                Verdict.pass("1, 2, 4, 3 and 1 servers on " + backend, history);
                assertThat(history.operations()).noneMatch(ChangingMembersIT::failsAClient);
            }
        }
    }

    private static boolean failsAClient(Operation operation) {
        return switch (operation.ending()) {
            case Ending.Answered _ -> false;
            case Ending.Refused(String reason) -> reason.startsWith("UNAVAILABLE") && !operation.isRead();
            case Ending.Open(String reason) -> !reason.startsWith("UNAVAILABLE") || !operation.isRead();
        };
    }
}
