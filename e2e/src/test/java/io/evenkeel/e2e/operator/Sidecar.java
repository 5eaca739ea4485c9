package io.evenkeel.e2e.operator;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.FreePorts;
import io.evenkeel.e2e.tools.RunningProcess;
import io.evenkeel.e2e.tools.ServerUnderTest;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The server of one pod, beside a controller or shared by several control planes, as a process: with the variables and files that the pod says, but in a folder, at ports that are
 * free, and with a file in the place of the cluster's DNS.
 */
final class Sidecar implements ServerUnderTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final int etcdPort = FreePorts.take();
    private final int peersPort = FreePorts.take();
    private final int metricsPort = FreePorts.take();
    private final Plane plane;
    private final Pod pod;
    private final Path folder;
    private final RunningProcess process;

    /** Stands in for the cluster's DNS: where the peers of all of a control plane's controllers are. */
    static Path hosts(Plane plane, Path folder) throws IOException {
        return hosts(plane.pods(), plane.name(), folder);
    }

    /** As the other, of the pods of a StatefulSet. */
    static Path hosts(List<Pod> pods, String set, Path folder) throws IOException {
        String peers = pods.stream()
                .map(pod -> "127.0.0.1 %s.%s-peers.default.svc\n"
                        .formatted(pod.getMetadata().getName(), set))
                .collect(Collectors.joining());
        return Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n" + peers);
    }

    Sidecar(Plane plane, Pod pod, Path folder, Path hosts) throws IOException {
        this.plane = plane;
        this.pod = pod;
        this.folder = folder;
        Container container = container();
        Map<String, String> environment = environment(container);
        environment.merge("JDK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + hosts, (told, ours) -> told + " " + ours);
        Command command = EvenkeelProcess.serve();
        for (var variable : environment.entrySet()) {
            command = command.withEnvironment(variable.getKey(), variable.getValue());
        }
        mount();
        this.process = command.start(Files.createDirectories(folder).resolve("evenkeel.log"));
    }

    private Map<String, String> environment(Container container) {
        Map<String, String> environment = new HashMap<>();
        for (var variable : container.getEnv()) {
            if (variable.getValue() != null) {
                String value = variable.getValue()
                        .replace("$(POD_NAME)", pod.getMetadata().getName());
                environment.put(variable.getName(), inThisFolder(container.getVolumeMounts(), value));
            }
        }
        return environment;
    }

    private String inThisFolder(List<VolumeMount> mounts, String value) {
        String replaced = value.replace(":2379", ":" + etcdPort)
                .replace(":2380", ":" + peersPort)
                .replace(":2381", ":" + metricsPort);
        for (VolumeMount mount : mounts) {
            String path = mount.getMountPath() + "/";
            String inFolder = folder.resolve(mount.getName()) + "/";
            // In a URL it is encoded.
            replaced = replaced.replace(path, inFolder).replace(path.replace("/", "%2F"), inFolder);
        }
        return replaced;
    }

    private Container container() {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                .filter(candidate -> candidate.getName().equals("evenkeel"))
                .findFirst()
                .orElseThrow();
    }

    /** What the kubelet does at the start, and again a while after a Secret has changed. */
    void mount() throws IOException {
        for (VolumeMount mount : container().getVolumeMounts()) {
            mount(mount.getName());
        }
    }

    private void mount(String name) throws IOException {
        SecretVolumeSource source = pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .map(Volume::getSecret)
                .findFirst()
                .orElseThrow();
        var entries = Objects.requireNonNull(plane.find(Secret.class, source.getSecretName()))
                .getData();
        Path target = Files.createDirectories(folder.resolve(name));
        for (var entry : entries.entrySet()) {
            boolean isMounted = source.getItems().isEmpty()
                    || source.getItems().stream().anyMatch(item -> item.getKey().equals(entry.getKey()));
            if (!isMounted) {
                continue;
            }
            String file = source.getItems().stream()
                    .filter(item -> item.getKey().equals(entry.getKey()))
                    .map(item -> item.getPath())
                    .findFirst()
                    .orElse(entry.getKey());
            Path newer =
                    Files.write(target.resolve(".newer"), Base64.getDecoder().decode(entry.getValue()));
            var _ = Files.move(newer, target.resolve(file), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    void awaitReady() {
        process.awaitUntil("readiness", LIMIT, () -> status("/readyz") == 200);
    }

    private int status(String path) {
        try {
            return get(path).statusCode();
        } catch (IOException notYet) {
            return -1;
        }
    }

    /** The API server's part, which goes on by itself. */
    CountingClient count() {
        return new CountingClient(etcdPort);
    }

    /** Where the API server beside it finds it. */
    @Override
    public int port() {
        return etcdPort;
    }

    /** {@code kill -9}, as when its node fails. */
    void kill() {
        process.kill();
    }

    /** By itself. */
    void awaitEnd() {
        var _ = process.awaitEnd(LIMIT);
    }

    String output() {
        return process.output();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether another one has done writes of its clients. */
    boolean forwards() {
        try {
            return metric("evenkeel_forwarded_writes_total") > 0;
        } catch (IOException e) {
            throw new UncheckedIOException("no metrics", e);
        }
    }

    /** Whether it says so itself. */
    boolean leads() throws IOException {
        return metric("etcd_server_is_leader") == 1;
    }

    private double metric(String metric) throws IOException {
        String name = metric + " ";
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    private HttpResponse<String> get(String path) throws IOException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metricsPort + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes as the API server beside it does, which tries again where nobody listens yet: readiness is told of a moment earlier. */
    void put(int times) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", etcdPort)
                .usePlaintext()
                .build();
        try {
            for (int i = 0; i < times; i++) {
                var _ = KVGrpc.newBlockingStub(channel)
                        .withWaitForReady()
                        .withDeadlineAfter(LIMIT)
                        .put(PutRequest.newBuilder()
                                .setKey(ByteString.copyFromUtf8("registry/key"))
                                .build());
            }
        } finally {
            channel.shutdownNow();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
