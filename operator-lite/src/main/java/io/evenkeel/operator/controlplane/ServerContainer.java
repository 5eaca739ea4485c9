package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.PodSettings;
import io.evenkeel.operator.datastore.Connection;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Our server beside a controller: a native sidecar, so that it serves before k0s starts and until k0s has ended. k0s waits for it
 * only two minutes; it starts when the server reaches its database.
 */
final class ServerContainer {

    static final String NAME = "evenkeel";
    private static final String POD = "POD_NAME";

    private ServerContainer() {}

    static Container of(Names names, Images images, Connection connection, Optional<PodSettings> settings) {
        return new ContainerBuilder()
                .withName(NAME)
                .withImage(images.server())
                .withRestartPolicy("Always")
                .withArgs("serve")
                .withEnv(environment(names, connection))
                .withPorts(
                        new ContainerPortBuilder()
                                .withName("peers")
                                .withProtocol("TCP")
                                .withContainerPort(Ports.PEERS)
                                .build(),
                        new ContainerPortBuilder()
                                .withName("metrics")
                                .withProtocol("TCP")
                                .withContainerPort(Ports.METRICS)
                                .build())
                .withStartupProbe(probe("/readyz", 2, 150))
                .withReadinessProbe(probe("/readyz", 5, 2))
                .withLivenessProbe(probe("/livez", 10, 6))
                .withResources(settings.map(PodSettings::serverResources).orElseGet(ServerContainer::defaultResources))
                .withSecurityContext(new SecurityContextBuilder()
                        .withRunAsNonRoot(true)
                        .withReadOnlyRootFilesystem(true)
                        .withAllowPrivilegeEscalation(false)
                        .withNewCapabilities()
                        .withDrop("ALL")
                        .endCapabilities()
                        .build())
                .withVolumeMounts(mounts(connection))
                .build();
    }

    private static List<EnvVar> environment(Names names, Connection connection) {
        return List.of(
                new EnvVarBuilder()
                        .withName(POD)
                        .withNewValueFrom()
                        .withNewFieldRef()
                        .withFieldPath("metadata.name")
                        .endFieldRef()
                        .endValueFrom()
                        .build(),
                variable("NAME", "$(" + POD + ")"),
                variable("DATASTORE", literal(connection.url(Layout.DATABASE_AUTHORITY + "/ca.crt"))),
                variable("DATASTORE_PASSWORD_FILE", Layout.DATABASE + "/password"),
                variable("STORE", StoreName.of(names.namespace(), names.controllers())),
                variable("LISTEN_CLIENT_URLS", "http://127.0.0.1:" + Ports.ETCD + ",https://0.0.0.0:" + Ports.PEERS),
                variable(
                        "ADVERTISE_CLIENT_URLS",
                        "https://$(" + POD + ")." + names.dnsName(names.peers()) + ":" + Ports.PEERS),
                variable("CERT_FILE", Layout.SERVER_CERTIFICATE + "/tls.crt"),
                variable("KEY_FILE", Layout.SERVER_CERTIFICATE + "/tls.key"),
                variable("TRUSTED_CA_FILE", Layout.SERVER_CERTIFICATE + "/ca.crt"),
                variable("CLIENT_CERT_AUTH", "true"),
                variable("LISTEN_METRICS_URLS", "http://0.0.0.0:" + Ports.METRICS),
                variable("LOG_FORMAT", "json"));
    }

    private static EnvVar variable(String setting, String value) {
        return new EnvVarBuilder()
                .withName("EVENKEEL_" + setting)
                .withValue(value)
                .build();
    }

    /** Not to be taken for a reference to another variable. */
    private static String literal(String value) {
        return value.replace("$(", "$$(");
    }

    private static List<VolumeMount> mounts(Connection connection) {
        var mounts = new ArrayList<VolumeMount>();
        mounts.add(Layout.mountReadOnly(Volumes.DATABASE, Layout.DATABASE));
        mounts.add(Layout.mountReadOnly(Volumes.SERVER_CERTIFICATE, Layout.SERVER_CERTIFICATE));
        if (connection.authority() != null) {
            mounts.add(Layout.mountReadOnly(Volumes.DATABASE_AUTHORITY, Layout.DATABASE_AUTHORITY));
        }
        return mounts;
    }

    private static Probe probe(String path, int periodSeconds, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort("metrics")
                .endHttpGet()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(5)
                .withFailureThreshold(failures)
                .build();
    }

    private static ResourceRequirements defaultResources() {
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity("100m"))
                .addToRequests("memory", new Quantity("512Mi"))
                .addToLimits("memory", new Quantity("512Mi"))
                .build();
    }
}
