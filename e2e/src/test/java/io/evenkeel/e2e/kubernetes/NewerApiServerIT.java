package io.evenkeel.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Page;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** An API server of Kubernetes 1.37, which asks for ranges as streams where it can, beside one of 1.36, which does not. */
class NewerApiServerIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String EVENTS = "/api/v1/namespaces/default/events";

    /** More than the 10 keys of a stream's first message. */
    private static final int OBJECTS = 60;

    @Test
    void readsInStreamsWhatTheOlderOneHasWritten() throws IOException {
        try (Scratch scratch = Scratch.create();
                EvenkeelProcess server =
                        Backend.SQLITE.fresh(scratch.folder("data")).serve(scratch.folder("server"));
                KubeApiServer older = KubeApiServer.start(scratch.folder("older"), server)) {
            Set<String> names = write(older.client());
            assertThat(streams(server, "grpc_server_started_total", Map.of())).isZero();

            try (KubeApiServer newer = KubeApiServer.startNewer(scratch.folder("newer"), 2, List.of(server))) {
                double whileStarting = streams(server, "grpc_server_started_total", Map.of());
                assertThat(whileStarting).isPositive();
                assertThat(names(newer.client(), CONFIG_MAPS)).containsAll(names);

                // Events are in no cache: each list of them is a read from the datastore.
                assertThat(names(newer.client(), EVENTS)).containsAll(names);
                assertThat(names(newer.client(), EVENTS + "?limit=7")).hasSize(7);
                assertThat(streams(server, "grpc_server_started_total", Map.of()))
                        .isGreaterThanOrEqualTo(whileStarting + 2);
                Await.until(
                        "the end of all streams",
                        LIMIT,
                        () -> streams(server, "grpc_server_handled_total", Map.of("grpc_code", "OK"))
                                == streams(server, "grpc_server_started_total", Map.of()));

                bothAreToldOfChanges(older.client(), newer.client());
            }
        }
    }

    private static Set<String> write(ApiClient client) throws IOException {
        var names = new TreeSet<String>();
        for (int i = 0; i < OBJECTS; i++) {
            String name = "object-" + i;
            create(client, CONFIG_MAPS, "{\"metadata\": {\"name\": \"%s\"}, \"data\": {\"n\": \"0\"}}".formatted(name));
            create(client, EVENTS, """
                    {"metadata": {"name": "%s"}, "reason": "Tested", "type": "Normal",
                     "involvedObject": {"kind": "ConfigMap", "name": "c", "namespace": "default"}}
                    """.formatted(name));
            names.add(name);
        }
        return names;
    }

    private static void create(ApiClient client, String path, String body) throws IOException {
        ApiClient.Answer answer = client.post(path, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private static Set<String> names(ApiClient client, String path) throws IOException {
        ApiClient.Answer answer = client.get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var names = new TreeSet<String>();
        for (JsonNode item : answer.json().at("/items")) {
            names.add(item.at("/metadata/name").asText());
        }
        return names;
    }

    private static void bothAreToldOfChanges(ApiClient older, ApiClient newer) throws IOException {
        List<ApiClient> clients = List.of(older, newer);
        var shared = new ConfigMaps(clients, "shared");
        try (ApiWatch a = ApiWatch.start(older, shared.path());
                ApiWatch b = ApiWatch.start(newer, shared.path())) {
            for (int i = 0; i < 4; i++) {
                shared.create("shared-" + i);
                shared.change("shared-" + i, 1);
            }
            shared.delete("shared-0");
            for (ApiWatch watch : List.of(a, b)) {
                Await.until(
                        () -> "all events, failures " + watch.failures(),
                        LIMIT,
                        () -> watch.events().equals(shared.events()));
            }
        }
        for (ApiClient client : clients) {
            assertThat(shared.list(client, 2)).isEqualTo(shared.present());
        }
    }

    /** What a metric of calls says of RangeStream on the server's page. */
    private static double streams(EvenkeelProcess server, String metric, Map<String, String> labels) {
        return page(server).samples().stream()
                .filter(sample -> sample.name().equals(metric))
                .filter(sample -> "RangeStream".equals(sample.labels().get("grpc_method")))
                .filter(sample -> sample.labels().entrySet().containsAll(labels.entrySet()))
                .mapToDouble(Page.Sample::value)
                .sum();
    }

    private static Page page(EvenkeelProcess server) {
        try (InputStream in = URI.create(server.url() + "/metrics").toURL().openStream()) {
            return Page.of(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new AssertionError("no metrics of " + server, e);
        }
    }
}
