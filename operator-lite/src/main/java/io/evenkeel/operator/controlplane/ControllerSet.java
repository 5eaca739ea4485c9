package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.Group;
import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.api.PodSettings;
import io.evenkeel.operator.certificates.KeyMaterial;
import io.evenkeel.operator.datastore.Connection;
import io.evenkeel.operator.datastore.SharedServers;
import io.evenkeel.operator.version.K0sVersion;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.Map;
import java.util.Optional;

/**
 * The controllers of a control plane. They have stable names, since k0s counts controllers by leases that are called after them, and
 * start and end without waiting for each other, since none needs another; only changes of the template go one by one.
 */
final class ControllerSet {

    /** On the StatefulSet: the k0s that it was last given, which an image's tag does not spell the same. */
    static final String VERSION_ANNOTATION = Group.NAME + "/k0s-version";

    static final String CONFIG_HASH = Group.NAME + "/config-hash";
    static final String IDENTITY_HASH = Group.NAME + "/identity-hash";
    static final String SERVERS_HASH = Group.NAME + "/servers-hash";

    private static final int DEFAULT_REPLICAS = 2;
    private static final long GRACE_SECONDS = 60;

    private ControllerSet() {}

    static int replicas(HostedControlPlane plane) {
        return Optional.ofNullable(plane.getSpec().replicas()).orElse(DEFAULT_REPLICAS);
    }

    /** What it was last given. */
    static Optional<K0sVersion> version(StatefulSet controllers) {
        return Optional.ofNullable(controllers.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(VERSION_ANNOTATION))
                .map(K0sVersion::parse);
    }

    /**
     * As it should be.
     *
     * @param replicas how many, which may be fewer than the spec asks for
     * @param config k0s's configuration, which a running k0s does not read again
     */
    static StatefulSet of(
            HostedControlPlane plane,
            Images images,
            K0sVersion version,
            int replicas,
            Serving serving,
            Map<Identity, KeyMaterial> identity,
            String config) {
        var names = new Names(plane);
        var metadata = names.derived(names.controllers());
        metadata.setAnnotations(Map.of(VERSION_ANNOTATION, version.toString()));
        return new StatefulSetBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withReplicas(replicas)
                .withServiceName(names.peers())
                .withPodManagementPolicy("Parallel")
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .endUpdateStrategy()
                .withNewSelector()
                .withMatchLabels(names.selector())
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(names.podLabels())
                .addToAnnotations(CONFIG_HASH, Digest.of(config))
                .addToAnnotations(IDENTITY_HASH, Digest.of(identity))
                .addToAnnotations(servers(serving))
                .endMetadata()
                .withSpec(pod(plane, images, version, serving))
                .endTemplate()
                .endSpec()
                .build();
    }

    /** Whether each has a server beside it. */
    static boolean hasServers(StatefulSet controllers) {
        return controllers.getSpec().getTemplate().getSpec().getInitContainers().stream()
                .anyMatch(container -> container.getName().equals(ServerContainer.NAME));
    }

    /** API servers read a new certificate of their own by themselves, and the authority when they start. */
    private static Map<String, String> servers(Serving serving) {
        return switch (serving) {
            case Serving.Beside _ -> Map.of();
            case Serving.Shared(SharedServers _, Signer authority) ->
                Map.of(SERVERS_HASH, Digest.of(authority.material().certificate()));
        };
    }

    private static PodSpec pod(HostedControlPlane plane, Images images, K0sVersion version, Serving serving) {
        var names = new Names(plane);
        Optional<PodSettings> settings = Optional.ofNullable(plane.getSpec().pod());
        var pod = new PodSpecBuilder()
                .withInitContainers(K0sContainers.identity(images, version))
                .withContainers(K0sContainers.controller(images, version, settings, serving))
                .withVolumes(Volumes.of(names, serving))
                .withTopologySpreadConstraints(Spread.of(names.selector()))
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withNewSecurityContext()
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext();
        if (serving instanceof Serving.Beside(Connection connection)) {
            pod.addToInitContainers(ServerContainer.beside(names, images, connection, settings));
        }
        settings.map(PodSettings::nodeSelector).ifPresent(pod::withNodeSelector);
        settings.map(PodSettings::tolerations).ifPresent(pod::withTolerations);
        settings.map(PodSettings::priorityClassName).ifPresent(pod::withPriorityClassName);
        settings.map(PodSettings::imagePullSecrets).ifPresent(pod::withImagePullSecrets);
        return pod.build();
    }
}
