package io.evenkeel.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Scratch;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two operators as processes, one of which leads. */
@ExtendWith(OneMothership.class)
class TwoOperatorsIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final String READY_PLANES =
            "evenkeel_operator_resources{condition=\"Ready\",controller_name=\"hostedcontrolplane\",status=\"true\"} ";

    private static final String LEADS = "evenkeel_operator_leading 1.0";
    private static final String WAITS = "evenkeel_operator_leading 0.0";

    private final Scratch scratch = Scratch.create();

    @AfterEach
    void deleteFiles() {
        scratch.close();
    }

    @Test
    void oneGoesOnWhereTheOtherWasKilled(Mothership mothership) {
        mothership.stopOperator();
        try (OperatorProcess first = OperatorProcess.start(mothership, scratch.folder("first"), "first");
                OperatorProcess second = OperatorProcess.start(mothership, scratch.folder("second"), "second")) {
            Await.until("a leader", LIMIT, () -> !mothership.leader().isEmpty());
            String leader = mothership.leader();
            var plane = new Plane(mothership.client(), "inherited");
            plane.create();
            plane.awaitReady();
            Await.until("two that are ready", LIMIT, () -> first.isReady() && second.isReady());
            OperatorProcess leading = leader.equals("first") ? first : second;
            OperatorProcess waiting = leader.equals("first") ? second : first;
            Await.until("a ready control plane in what the leader tells", LIMIT, () -> readyPlanes(leading) > 0);
            assertThat(readyPlanes(waiting)).isZero();
            assertThat(leading.metrics()).contains(LEADS);
            assertThat(waiting.metrics()).contains(WAITS);

            leading.kill();
            plane.scale(4);

            plane.awaitReady(4);
            assertThat(mothership.leader()).isNotEqualTo(leader).isNotEmpty();
            Await.until("a ready control plane in what the next one tells", LIMIT, () -> readyPlanes(waiting) > 0);
            assertThat(waiting.metrics()).contains(LEADS);
        } finally {
            mothership.restartOperator();
        }
    }

    private static double readyPlanes(OperatorProcess operator) {
        return operator.metrics().stream()
                .filter(line -> line.startsWith(READY_PLANES))
                .map(line -> Double.parseDouble(line.substring(READY_PLANES.length())))
                .findFirst()
                .orElseThrow();
    }
}
