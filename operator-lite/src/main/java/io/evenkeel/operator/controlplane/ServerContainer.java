package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.PodSettings;
import io.evenkeel.operator.api.Shim;
import io.evenkeel.operator.datastore.Connection;
import io.evenkeel.operator.datastore.SharedServers;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
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

/** Our server as a container: what it is told, mounts and may use is the same wherever it runs, but for where it is asked. */
final class ServerContainer {

    static final String NAME = "evenkeel";
    private static final String POD = "POD_NAME";

    /** One control plane's servers have little to do: see docs/adr/0025-what-has-little-to-do-runs-light.md. */
    private static final String LIGHT = "-XX:TieredStopAtLevel=1";

    /** So long new connections may still arrive after a server has been told to end. */
    private static final long DRAIN_SECONDS = 5;

    private ServerContainer() {}

    /**
     * Beside a controller: a native sidecar, so that it serves before k0s starts and until k0s has ended. k0s waits for it only two
     * minutes; it starts when the server reaches its database.
     */
    static Container beside(Names names, Images images, Connection connection, Optional<PodSettings> settings) {
        return container(images, connection)
                .withRestartPolicy("Always")
                .withEnv(environment(
                        connection,
                        StoreName.of(names.namespace(), names.controllers()),
                        "http://127.0.0.1:" + Ports.ETCD + ",https://0.0.0.0:" + Ports.PEERS,
                        names.dnsName(names.peers()) + ":" + Ports.PEERS))
                .addNewEnv()
                .withName("JDK_JAVA_OPTIONS")
                .withValue(LIGHT)
                .endEnv()
                .withPorts(port("peers", Ports.PEERS), port("metrics", Ports.METRICS))
                .withResources(settings.map(PodSettings::serverResources).orElseGet(ServerContainer::defaultResources))
                .build();
    }

    /** For all control planes of a DataStore, at one address for API servers and for the other servers. */
    static Container shared(SharedServers servers, Images images, Connection connection, Shim shim) {
        return container(images, connection)
                .withEnv(environment(
                        connection,
                        StoreName.ofShared(servers),
                        "https://0.0.0.0:" + Ports.ETCD,
                        servers.dnsName(servers.peers()) + ":" + Ports.ETCD))
                .withPorts(port("etcd", Ports.ETCD), port("metrics", Ports.METRICS))
                .withNewLifecycle()
                .withNewPreStop()
                .withNewSleep(DRAIN_SECONDS)
                .endPreStop()
                .endLifecycle()
                .withResources(Optional.ofNullable(shim.resources()).orElseGet(ServerContainer::defaultResources))
                .build();
    }

    private static ContainerBuilder container(Images images, Connection connection) {
        return new ContainerBuilder()
                .withName(NAME)
                .withImage(images.server())
                .withArgs("serve")
                .withStartupProbe(probe("/readyz", 2, 150))
                .withReadinessProbe(probe("/readyz", 5, 2))
                .withLivenessProbe(probe("/livez", 10, 6))
                .withSecurityContext(new SecurityContextBuilder()
                        .withRunAsNonRoot(true)
                        .withReadOnlyRootFilesystem(true)
                        .withAllowPrivilegeEscalation(false)
                        .withNewCapabilities()
                        .withDrop("ALL")
                        .endCapabilities()
                        .build())
                .withVolumeMounts(mounts(connection));
    }

    private static ContainerPort port(String name, int number) {
        return new ContainerPortBuilder()
                .withName(name)
                .withProtocol("TCP")
                .withContainerPort(number)
                .build();
    }

    /**
     * What it is told.
     *
     * @param peers where the others find it, after its own name
     */
    private static List<EnvVar> environment(Connection connection, String store, String listen, String peers) {
        return List.of(
                new EnvVarBuilder()
                        .withName(POD)
                        .withNewValueFrom()
                        .withNewFieldRef()
                        // What the API server adds where it is left out, and is then found there, and not here.
                        .withApiVersion("v1")
                        .withFieldPath("metadata.name")
                        .endFieldRef()
                        .endValueFrom()
                        .build(),
                variable("NAME", "$(" + POD + ")"),
                variable("DATASTORE", literal(connection.url(Layout.DATABASE_AUTHORITY + "/ca.crt"))),
                variable("DATASTORE_PASSWORD_FILE", Layout.DATABASE + "/password"),
                variable("STORE", store),
                variable("LISTEN_CLIENT_URLS", listen),
                variable("ADVERTISE_CLIENT_URLS", "https://$(" + POD + ")." + peers),
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
