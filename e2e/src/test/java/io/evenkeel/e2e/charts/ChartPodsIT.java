package io.evenkeel.e2e.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.FreePorts;
import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.RunningProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the pods of a release run, run here: no kubelet is at hand, so the test reads and starts it as one would. */
class ChartPodsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void serveProbesAndPassTheReleasesTest(Backend backend) throws IOException {
        try (Scratch scratch = Scratch.create()) {
            Path mounts = scratch.folder("mounts");
            Files.writeString(Files.createDirectory(mounts.resolve("database")).resolve("password"), "any");
            int port = FreePorts.take();
            List<JsonNode> objects = Helm.in(scratch.folder("helm"))
                    .objects("keel", values(URI.create(backend.fresh(mounts).url()), port, FreePorts.take()));
            var server = new Container(
                    named(objects, "StatefulSet").at("/spec/template/spec/containers/0"),
                    "keel-evenkeel-1",
                    "default",
                    mounts);
            List<String> arguments = server.words("args");
            assertThat(arguments).first().isEqualTo("serve");

            try (RunningProcess process = EvenkeelProcess.serve(
                                    arguments.subList(1, arguments.size()).toArray(String[]::new))
                            .start(scratch.folder("log").resolve("evenkeel.log"));
                    HttpClient http = HttpClient.newHttpClient()) {
                process.awaitUntil("start", LIMIT, () -> answers(http, server.probed("startupProbe")));
                assertThat(answers(http, server.probed("readinessProbe"))).isTrue();
                assertThat(answers(http, server.probed("livenessProbe"))).isTrue();
                assertThat(etcdctl(port, List.of("member", "list")))
                        .contains(
                                "keel-evenkeel-1, ", "http://keel-evenkeel-1.keel-evenkeel-peers.default.svc:" + port);
                for (String kind : List.of("initContainers", "containers")) {
                    JsonNode test = named(objects, "Pod").at("/spec/" + kind + "/0");
                    List<String> words = new Container(test, "", "default", mounts).words("command");
                    assertThat(words).startsWith("etcdctl", "--endpoints=http://keel-evenkeel.default.svc:12379");
                    var _ = etcdctl(port, words.subList(2, words.size()));
                }
            }
        }
    }

    private static String values(URI database, int clientPort, int metricsPort) {
        return """
                externalDatabase: {type: %s, host: "%s", port: %d, database: %s, user: %s, existingSecret: db}
                store: %s
                settings: {max-txn-ops: 512}
                service: {port: 12379}
                ports: {client: %d, metrics: %d}
                """.formatted(
                        database.getScheme(),
                        database.getHost(),
                        database.getPort(),
                        database.getPath().substring(1),
                        database.getUserInfo(),
                        "chart-" + UUID.randomUUID(),
                        clientPort,
                        metricsPort);
    }

    private static JsonNode named(List<JsonNode> objects, String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static String etcdctl(int port, List<String> words) {
        return Command.of(GoTools.path("etcdctl"), "--endpoints=http://127.0.0.1:" + port)
                .with(words.toArray(String[]::new))
                .output();
    }

    private static boolean answers(HttpClient http, String url) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
