package io.evenkeel.operator;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import java.time.Duration;
import java.time.InstantSource;

/** The operator, as a process: settings come from the environment, access to Kubernetes as kubectl and pods have it. */
public final class Main {

    private static final Duration GRACE = Duration.ofSeconds(20);

    private Main() {}

    public static void main(String[] arguments) {
        OperatorSettings settings;
        try {
            settings = OperatorSettings.of(System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println("evenkeel-operator: " + e.getMessage());
            System.exit(2);
            return;
        }
        Telemetry telemetry = Telemetry.ofThisProcess(InstantSource.system());
        var leadership = new Leadership();
        Operator operator = ControlPlaneOperator.create(
                new KubernetesClientBuilder().build(),
                settings,
                InstantSource.system(),
                telemetry.metrics(),
                leadership);
        operator.installShutdownHook(GRACE);
        telemetry.observe(leadership);
        var _ = Health.serve(operator, telemetry, settings.healthPort());
        operator.start();
    }
}
