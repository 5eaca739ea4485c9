package io.evenkeel.e2e.operator;

import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.FreePorts;
import io.evenkeel.e2e.tools.RunningProcess;
import io.evenkeel.operator.Main;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The operator as in its image: settings from the environment, one of several. */
record OperatorProcess(RunningProcess process, int healthPort) implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** @param name by which it is known when it leads */
    static OperatorProcess start(Mothership mothership, Path folder, String name) {
        return start(mothership, folder, name, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    }

    /** @param options of the JVM */
    static OperatorProcess start(Mothership mothership, Path folder, String name, String... options) {
        int port = FreePorts.take();
        RunningProcess process = Command.of(Path.of(System.getProperty("java.home"), "bin", "java"), options)
                .with(Main.class.getName())
                .withEnvironment("CLASSPATH", System.getProperty("java.class.path"))
                .withEnvironment("KUBECONFIG", mothership.kubeconfig().toString())
                .withEnvironment("KUBERNETES_IMPERSONATE_USERNAME", Mothership.OPERATOR)
                .withEnvironment("HOSTNAME", name)
                .withEnvironment("EVENKEEL_IMAGE", Mothership.SERVER_IMAGE)
                .withEnvironment("K0S_IMAGE", Mothership.K0S_IMAGE)
                .withEnvironment("WATCH_NAMESPACES", Plane.NAMESPACE)
                .withEnvironment("LEADER_ELECTION_NAMESPACE", Plane.NAMESPACE)
                .withEnvironment("HEALTH_PORT", Integer.toString(port))
                .start(folder.resolve("operator.log"));
        var operator = new OperatorProcess(process, port);
        process.awaitUntil("life", LIMIT, () -> operator.answers("/livez"));
        return operator;
    }

    boolean isReady() {
        return answers("/readyz");
    }

    /** What it tells Prometheus, line by line. */
    List<String> metrics() {
        return get("/metrics", HttpResponse.BodyHandlers.ofString())
                .orElseThrow(() -> new AssertionError("no metrics of " + process))
                .body()
                .lines()
                .toList();
    }

    private boolean answers(String path) {
        return get(path, HttpResponse.BodyHandlers.discarding())
                .filter(response -> response.statusCode() == 200)
                .isPresent();
    }

    /** Empty while nobody listens. */
    private <T> Optional<HttpResponse<T>> get(String path, HttpResponse.BodyHandler<T> handler) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return Optional.of(client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + healthPort + path))
                            .build(),
                    handler));
        } catch (IOException notYet) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
