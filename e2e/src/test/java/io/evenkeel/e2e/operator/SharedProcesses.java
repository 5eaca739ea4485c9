package io.evenkeel.e2e.operator;

import io.evenkeel.e2e.kubernetes.KubeApiServer;
import io.evenkeel.e2e.tools.Scratch;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The servers that control planes share, as processes, and API servers in the place of these control planes' k0s. Each API server
 * is started with what the configuration for k0s says, and with the files that the pod mounts.
 */
final class SharedProcesses implements AutoCloseable {

    private final Scratch scratch = Scratch.create();
    private final KubernetesClient client;
    private final List<Sidecar> servers = new ArrayList<>();
    private final List<KubeApiServer> apiServers = new ArrayList<>();
    private final List<ServiceSocket> services = new ArrayList<>();
    private final String set;

    /** Those of the pods of a StatefulSet, ready. */
    SharedProcesses(KubernetesClient client, String set) throws IOException {
        this.client = client;
        this.set = set;
        List<Pod> pods = pods();
        Path hosts = Sidecar.hosts(pods, set, scratch.root());
        for (Pod pod : pods) {
            String name = pod.getMetadata().getName();
            servers.add(new Sidecar(new Plane(client, set), pod, scratch.folder(name), hosts));
        }
        servers.forEach(Sidecar::awaitReady);
    }

    /** Those that the Service leads to. */
    private List<Pod> pods() {
        Service service =
                client.services().inNamespace(Plane.NAMESPACE).withName(set).require();
        return client.pods()
                .inNamespace(Plane.NAMESPACE)
                .withLabels(service.getSpec().getSelector())
                .list()
                .getItems();
    }

    /** {@code kill -9} of the first, as when its node fails. */
    void killOne() {
        servers.getFirst().kill();
    }

    /** The API server of a controller of a control plane, ready. */
    KubeApiServer host(Plane plane) throws IOException {
        GenericKubernetesResource config = Serialization.unmarshal(plane.k0sConfig(), GenericKubernetesResource.class);
        Map<String, Object> etcd = config.get("spec", "storage", "etcd", "externalCluster");
        URI url = URI.create(String.valueOf(etcd.get("endpoints")).replaceAll("[\\[\\]]", ""));
        Path folder = scratch.folder(plane.name());
        var service = new ServiceSocket(url, folder, servers);
        services.add(service);
        Pod pod = plane.pods().getFirst();
        KubeApiServer started = KubeApiServer.start(
                scratch.folder(plane.name() + "-api"),
                apiServers.size() + 1,
                List.of(service),
                "--etcd-prefix=" + etcd.get("etcdPrefix"),
                "--etcd-cafile=" + mounted(plane, pod, etcd.get("caFile"), folder),
                "--etcd-certfile=" + mounted(plane, pod, etcd.get("clientCertFile"), folder),
                "--etcd-keyfile=" + mounted(plane, pod, etcd.get("clientKeyFile"), folder));
        apiServers.add(started);
        return started;
    }

    /** A file of the container of k0s, written to this folder from the Secret that it is mounted from. */
    private static Path mounted(Plane plane, Pod pod, @Nullable Object file, Path folder) throws IOException {
        String path = String.valueOf(file);
        Container container = pod.getSpec().getContainers().getFirst();
        int slash = path.lastIndexOf('/');
        String volume = container.getVolumeMounts().stream()
                .filter(mount -> mount.getMountPath().equals(path.substring(0, slash)))
                .map(VolumeMount::getName)
                .findFirst()
                .orElseThrow();
        SecretVolumeSource source = pod.getSpec().getVolumes().stream()
                .filter(candidate -> candidate.getName().equals(volume))
                .map(Volume::getSecret)
                .findFirst()
                .orElseThrow();
        Secret secret = Objects.requireNonNull(plane.find(Secret.class, source.getSecretName()));
        String name = path.substring(slash + 1);
        String content = Objects.requireNonNull(secret.getData().get(name), path);
        return Files.write(folder.resolve(name), Base64.getDecoder().decode(content));
    }

    @Override
    public void close() {
        apiServers.forEach(KubeApiServer::close);
        services.forEach(ServiceSocket::close);
        servers.forEach(Sidecar::close);
        scratch.close();
    }
}
