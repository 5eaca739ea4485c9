package io.evenkeel.operator;

import io.evenkeel.operator.access.JoinTokenReconciler;
import io.evenkeel.operator.access.KubeconfigAccessReconciler;
import io.evenkeel.operator.controlplane.DataStoreReconciler;
import io.evenkeel.operator.controlplane.HostedControlPlaneReconciler;
import io.evenkeel.operator.controlplane.Successors;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.monitoring.AggregatedMetrics;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** All reconcilers together, not started yet. */
public final class ControlPlaneOperator {

    /** So long what was begun may take when the operator stops; cut off, it would look as if it had failed. */
    private static final Duration FINISH = Duration.ofSeconds(10);

    private ControlPlaneOperator() {}

    /**
     * @param client closed when the operator stops
     * @param metrics told of what is reconciled
     * @param leadership told whether this operator leads
     */
    public static Operator create(
            KubernetesClient client,
            OperatorSettings settings,
            InstantSource clock,
            Metrics metrics,
            Leadership leadership) {
        var successors = new Successors();
        var operator = new Operator(overrider -> {
            var _ = overrider
                    .withKubernetesClient(client)
                    .withReconciliationTerminationTimeout(FINISH)
                    .withMetrics(new AggregatedMetrics(List.of(metrics, successors)));
            settings.leaderElection()
                    .ifPresentOrElse(
                            namespace -> overrider.withLeaderElectionConfiguration(
                                    LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(settings.lease())
                                            .withLeaseNamespace(namespace)
                                            .withLeaderCallbacks(leadership.callbacks())
                                            .build()),
                            leadership::take);
        });
        var _ = operator.register(
                new HostedControlPlaneReconciler(settings.images(), clock, new SecureRandom(), successors),
                overrider -> inNamespaces(overrider, settings));
        var _ = operator.register(
                new DataStoreReconciler(settings.images(), clock), overrider -> inNamespaces(overrider, settings));
        var _ = operator.register(
                new KubeconfigAccessReconciler(clock), overrider -> inNamespaces(overrider, settings));
        var _ = operator.register(new JoinTokenReconciler(clock), overrider -> inNamespaces(overrider, settings));
        return operator;
    }

    private static <T extends HasMetadata> void inNamespaces(
            ControllerConfigurationOverrider<T> overrider, OperatorSettings settings) {
        if (!settings.namespaces().isEmpty()) {
            var _ = overrider.settingNamespaces(settings.namespaces());
        }
    }
}
