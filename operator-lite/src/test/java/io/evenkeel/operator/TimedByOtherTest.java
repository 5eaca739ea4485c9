package io.evenkeel.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TimedByOtherTest {

    /** As Micrometer's metrics of Java Operator SDK do. */
    private static final class Wrapping implements Metrics {

        private int timed;

        @Override
        public <T> T timeControllerExecution(ControllerExecution<T> execution) {
            timed++;
            try {
                return execution.execute();
            } catch (Exception e) {
                throw new OperatorException(e);
            }
        }
    }

    private final Wrapping other = new Wrapping();
    private final TimedByOther metrics = new TimedByOther(other);

    @Test
    void whatAReconcilerThrowsComesOutAsItWas() {
        var refusal = new KubernetesClientException("exceeded quota");

        assertThatThrownBy(() -> metrics.timeControllerExecution(execution(refusal)))
                .isSameAs(refusal);
        assertThat(other.timed).isEqualTo(1);
    }

    @Test
    void whatTheTimerItselfThrowsDoesToo() {
        var own = new OperatorException("of the timer");
        Metrics failing = new Metrics() {
            @Override
            public <T> T timeControllerExecution(ControllerExecution<T> execution) {
                throw own;
            }
        };

        assertThatThrownBy(() -> new TimedByOther(failing).timeControllerExecution(execution(new Exception("never"))))
                .isSameAs(own);
    }

    private static Metrics.ControllerExecution<String> execution(Exception outcome) {
        return new Metrics.ControllerExecution<>() {
            @Override
            public String name() {
                return "reconcile";
            }

            @Override
            public String controllerName() {
                return "hostedcontrolplane";
            }

            @Override
            public String successTypeName(String result) {
                return result;
            }

            @Override
            public ResourceID resourceID() {
                return new ResourceID("a", "t");
            }

            @Override
            public Map<String, Object> metadata() {
                return Map.of();
            }

            @Override
            public String execute() throws Exception {
                throw outcome;
            }
        };
    }
}
