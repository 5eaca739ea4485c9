package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.Shim;
import io.evenkeel.operator.datastore.Connection;
import io.evenkeel.operator.datastore.SharedServers;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Objects;
import java.util.Optional;

/**
 * The servers that the control planes of a DataStore share. They keep nothing, and have stable names all the same: by those they find
 * each other, and their certificate is for them.
 */
final class SharedSet {

    private static final int DEFAULT_REPLICAS = 2;

    private final SharedNames names;
    private final SharedServers servers;
    private final Shim shim;

    SharedSet(SharedNames names, SharedServers servers) {
        this.names = names;
        this.servers = servers;
        this.shim = Objects.requireNonNull(names.store().getSpec().shim());
    }

    int replicas() {
        return Optional.ofNullable(shim.replicas()).orElse(DEFAULT_REPLICAS);
    }

    /** Nothing in the template changes with a password or a certificate: servers read those anew by themselves. */
    StatefulSet servers(Images images, Connection connection) {
        return new StatefulSetBuilder()
                .withMetadata(names.owned(servers.name()))
                .withNewSpec()
                .withReplicas(replicas())
                .withServiceName(servers.peers())
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
                .endMetadata()
                .withSpec(pod(images, connection))
                .endTemplate()
                .endSpec()
                .build();
    }

    private PodSpec pod(Images images, Connection connection) {
        var pod = new PodSpecBuilder()
                .withContainers(ServerContainer.shared(servers, images, connection, shim))
                .withVolumes(Volumes.ofServer(connection, servers.certificate()))
                .withTopologySpreadConstraints(Spread.of(names.selector()))
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withNewSecurityContext()
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext();
        Optional.ofNullable(shim.nodeSelector()).ifPresent(pod::withNodeSelector);
        Optional.ofNullable(shim.tolerations()).ifPresent(pod::withTolerations);
        Optional.ofNullable(shim.priorityClassName()).ifPresent(pod::withPriorityClassName);
        Optional.ofNullable(shim.imagePullSecrets()).ifPresent(pod::withImagePullSecrets);
        return pod.build();
    }

    /** For API servers, at servers that are ready. Their number is not in it, so that another one rolls no controller. */
    Service clients() {
        return new ServiceBuilder()
                .withMetadata(names.owned(servers.name()))
                .withNewSpec()
                .withType("ClusterIP")
                .withSelector(names.selector())
                .withPorts(port())
                .endSpec()
                .build();
    }

    /** A name for each of them, ready or not, by which they find each other. */
    Service peers() {
        return new ServiceBuilder()
                .withMetadata(names.owned(servers.peers()))
                .withNewSpec()
                .withType("ClusterIP")
                .withClusterIP("None")
                .withPublishNotReadyAddresses(true)
                .withSelector(names.selector())
                .withPorts(port())
                .endSpec()
                .build();
    }

    private static ServicePort port() {
        return new ServicePortBuilder()
                .withName("etcd")
                .withProtocol("TCP")
                .withPort(Ports.ETCD)
                .withNewTargetPort("etcd")
                .build();
    }

    PodDisruptionBudget budget() {
        return Budget.of(names.owned(servers.name()), names.selector());
    }
}
