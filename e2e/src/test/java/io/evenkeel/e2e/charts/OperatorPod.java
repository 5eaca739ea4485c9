package io.evenkeel.e2e.charts;

import com.fasterxml.jackson.databind.JsonNode;
import io.evenkeel.e2e.image.Image;
import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.RunningProcess;
import io.evenkeel.operator.Main;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A pod of a release of the operator, run here: with what its Deployment says, and as its ServiceAccount. */
final class OperatorPod implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String NAME = "pod";
    private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

    private final RunningProcess process;
    private final Container container;

    private OperatorPod(Command command, Path folder, Container container) {
        this.process = command.start(folder.resolve("operator.log"));
        this.container = container;
        process.awaitUntil("readiness", LIMIT, () -> passes("startupProbe"));
    }

    /** As a process of this machine, with the token in a kubeconfig. */
    static OperatorPod start(Cluster cluster, String release, Path folder) {
        Container container = container(cluster, release, folder);
        Config host = Config.fromKubeconfig(cluster.kubeconfig().toFile());
        Command command = Command.of(
                Path.of(System.getProperty("java.home"), "bin", "java"), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        for (Map.Entry<String, String> variable : container.environment().entrySet()) {
            command = command.withEnvironment(variable.getKey(), variable.getValue());
        }
        Path kubeconfig = write(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "%s", certificate-authority: "%s"}}]
                users: [{name: u, user: {token: %s}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(
                        host.getMasterUrl(), host.getCaCertFile(), token(cluster, release)));
        return new OperatorPod(
                command.with(Main.class.getName())
                        .withEnvironment("CLASSPATH", System.getProperty("java.class.path"))
                        .withEnvironment("KUBECONFIG", kubeconfig.toString())
                        .withEnvironment("HOSTNAME", release),
                folder,
                container);
    }

    /** Out of its image, with the token where a kubelet puts it. */
    static OperatorPod startImage(Cluster cluster, String release, Path folder, Image image) {
        Container container = container(cluster, release, folder);
        Config host = Config.fromKubeconfig(cluster.kubeconfig().toFile());
        try {
            Path account = Files.createDirectories(folder.resolve("account"));
            write(account.resolve("token"), token(cluster, release));
            write(account.resolve("namespace"), Cluster.RESTRICTED);
            Files.copy(Path.of(host.getCaCertFile()), account.resolve("ca.crt"));
            List<String> options = new ArrayList<>(List.of("--mount", account.toString(), ACCOUNT));
            URI url = URI.create(host.getMasterUrl());
            Map<String, String> environment = container.environment();
            environment.put("KUBERNETES_SERVICE_HOST", url.getHost());
            environment.put("KUBERNETES_SERVICE_PORT", Integer.toString(url.getPort()));
            environment.put("HOSTNAME", NAME);
            environment.forEach((name, value) -> options.addAll(List.of("--env", name + "=" + value)));
            return new OperatorPod(image.command(options), folder, container);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Container container(Cluster cluster, String release, Path folder) {
        return new Container(
                deployment(cluster, release).at("/spec/template/spec/containers/0"), NAME, Cluster.RESTRICTED, folder);
    }

    private static JsonNode deployment(Cluster cluster, String release) {
        return cluster.kubectl()
                .json("get", "deployment", release + "-evenkeel-operator", "--namespace=" + Cluster.RESTRICTED);
    }

    private static String token(Cluster cluster, String release) {
        String account = deployment(cluster, release)
                .at("/spec/template/spec/serviceAccountName")
                .asText();
        return cluster.kubectl()
                .lines("create", "token", account, "--namespace=" + Cluster.RESTRICTED)
                .getFirst();
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it tells Prometheus, line by line. */
    List<String> metrics() {
        String probed = container.probed("readinessProbe");
        return get(URI.create(probed).resolve("/metrics")).body().lines().toList();
    }

    boolean passes(String probe) {
        try {
            return get(URI.create(container.probed(probe))).statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** SIGTERM for process 1 of the container; returns the exit code. */
    int stop() {
        ProcessHandle.of(process.pid()).stream()
                .flatMap(ProcessHandle::children)
                .forEach(ProcessHandle::destroy);
        return process.awaitEnd(LIMIT);
    }

    String log() {
        return process.output();
    }

    private static HttpResponse<String> get(URI url) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        // What contains an image starts it as its child.
        process.killAll();
        process.close();
    }
}
