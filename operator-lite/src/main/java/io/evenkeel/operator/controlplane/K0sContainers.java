package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.PodSettings;
import io.evenkeel.operator.version.K0sVersion;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.Optional;

/** k0s in the role of a controller, and what puts its files in place before. */
final class K0sContainers {

    static final String NAME = "k0s";

    /** So long new connections may still arrive after a controller has been told to end. */
    private static final long DRAIN_SECONDS = 5;

    private K0sContainers() {}

    /** k0s takes the files that are there for its own, changes their owners and adds others, so they have to be copies. */
    static Container identity(Images images, K0sVersion version) {
        return new ContainerBuilder()
                .withName(Volumes.IDENTITY)
                .withImage(image(images, version))
                .withCommand(
                        "cp",
                        "-L",
                        Layout.IDENTITY + "/ca.crt",
                        Layout.IDENTITY + "/ca.key",
                        Layout.IDENTITY + "/sa.pub",
                        Layout.IDENTITY + "/sa.key",
                        Layout.IDENTITY + "/front-proxy-ca.crt",
                        Layout.IDENTITY + "/front-proxy-ca.key",
                        Layout.K0S_PKI)
                .withSecurityContext(unprivileged())
                .withVolumeMounts(
                        Layout.mountReadOnly(Volumes.IDENTITY, Layout.IDENTITY),
                        Layout.mount(Volumes.PKI, Layout.K0S_PKI))
                .build();
    }

    /** Without a shell around it, so that it is k0s that is told to end and gives up its leases. */
    static Container controller(Images images, K0sVersion version, Optional<PodSettings> settings, Serving serving) {
        var container = new ContainerBuilder()
                .withName(NAME)
                .withImage(image(images, version))
                .withCommand(
                        "/sbin/tini",
                        "--",
                        "k0s",
                        "controller",
                        "--config=" + Layout.K0S_CONFIG + "/" + K0sConfig.FILE,
                        "--disable-components=control-api")
                .withPorts(
                        new ContainerPortBuilder()
                                .withName("api")
                                .withProtocol("TCP")
                                .withContainerPort(Ports.API)
                                .build(),
                        new ContainerPortBuilder()
                                .withName("konnectivity")
                                .withProtocol("TCP")
                                .withContainerPort(Ports.KONNECTIVITY)
                                .build())
                .withStartupProbe(probe("/readyz", 5, 60))
                .withReadinessProbe(probe("/readyz", 10, 2))
                .withLivenessProbe(probe("/livez?exclude=etcd", 20, 6))
                .withNewLifecycle()
                .withNewPreStop()
                .withNewSleep(DRAIN_SECONDS)
                .endPreStop()
                .endLifecycle()
                .withResources(settings.map(PodSettings::resources).orElseGet(K0sContainers::defaultResources))
                .withSecurityContext(unprivileged())
                .withVolumeMounts(
                        Layout.mount(Volumes.DATA, Layout.K0S_DATA),
                        Layout.mount(Volumes.PKI, Layout.K0S_PKI),
                        Layout.mountReadOnly(Volumes.CONFIG, Layout.K0S_CONFIG),
                        Layout.mount(Volumes.RUN, "/run"),
                        Layout.mount(Volumes.TMP, "/tmp"));
        return switch (serving) {
            case Serving.Beside _ -> container.build();
            case Serving.Shared _ ->
                container
                        .addToVolumeMounts(Layout.mountReadOnly(Volumes.SERVER_CERTIFICATE, Layout.SERVER_CERTIFICATE))
                        .build();
        };
    }

    private static String image(Images images, K0sVersion version) {
        return images.k0s() + ":" + version.tag();
    }

    /**
     * Asks the API server itself: {@code k0s status} goes on saying that all is well when it is dead. Whether the database can be
     * reached is for readiness; to restart because of it would only make things worse.
     */
    private static Probe probe(String path, int periodSeconds, int failures) {
        return new ProbeBuilder()
                .withNewExec()
                .withCommand("k0s", "kubectl", "get", "--raw=" + path)
                .endExec()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(15)
                .withFailureThreshold(failures)
                .build();
    }

    private static ResourceRequirements defaultResources() {
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity("200m"))
                .addToRequests("memory", new Quantity("1Gi"))
                .addToRequests("ephemeral-storage", new Quantity("1Gi"))
                .build();
    }

    /** As root, since k0s runs each of its processes as a user of its own, and with nothing else that others do not have. */
    private static SecurityContext unprivileged() {
        return new SecurityContextBuilder()
                .withPrivileged(false)
                .withAllowPrivilegeEscalation(false)
                .build();
    }
}
