package io.evenkeel.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A control plane of two API servers and a controller manager on two servers that share a database. It is small in a build;
 * {@code make e2e} runs it with thousands of objects.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TwoApiServersScenario {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int OBJECTS = Integer.getInteger("evenkeel.kubernetes.objects", 60);
    private static final int CUSTOM_RESOURCES = Integer.getInteger("evenkeel.kubernetes.crds", 3);
    private static final int PAGE = 17;
    private static final int NOT_FOUND = 404;

    private final ControlPlane plane;

    TwoApiServersScenario(Backend backend) {
        this.plane = ControlPlane.start(backend);
    }

    @AfterAll
    void stop() {
        plane.close();
    }

    @Test
    void whatOneWritesTheOtherIsToldWhateverServersAndDatabaseDo() throws IOException {
        var objects = new ConfigMaps(plane.clients(), "shared");
        try (ApiWatch a = ApiWatch.start(plane.clients().getFirst(), objects);
                ApiWatch b = ApiWatch.start(plane.clients().getLast(), objects)) {
            write(objects, "calm", () -> {});
            awaitEvents(objects, a, b);
            plane.clients().forEach(TwoApiServersScenario::everyConsistentListCameFromTheCache);

            write(objects, "first-killed", () -> plane.killServer(0));
            plane.startServer(0);
            write(objects, "second-killed", () -> plane.killServer(1));
            plane.startServer(1);
            write(objects, "database-killed", plane::restartDatabase);

            awaitEvents(objects, a, b);
            for (ApiClient client : plane.clients()) {
                assertThat(objects.list(client, PAGE)).isEqualTo(objects.present());
                assertThat(client.get("/readyz").status()).isEqualTo(200);
            }
        }
        plane.assertThatApiServersHaveNotRestarted();
    }

    /** Creates, changes and deletes; the fault comes in the middle. */
    private static void write(ConfigMaps objects, String prefix, Runnable fault) {
        for (int i = 0; i < OBJECTS; i++) {
            if (i == OBJECTS / 2) {
                fault.run();
            }
            String name = "%s-%05d".formatted(prefix, i);
            objects.create(name);
            objects.change(name, 1);
            objects.change(name, 2);
            if (i % 3 == 0) {
                objects.delete(name);
            }
        }
    }

    private static void awaitEvents(ConfigMaps objects, ApiWatch... watches) {
        for (ApiWatch watch : watches) {
            Await.until(
                    () -> "all events, failures " + watch.failures(),
                    LIMIT,
                    () -> !watch.failures().isEmpty() || watch.events().equals(objects.events()));
            assertThat(watch.failures()).isEmpty();
        }
    }

    /** The API server falls back to the datastore when it hears of no progress in time. */
    private static void everyConsistentListCameFromTheCache(ApiClient client) {
        try {
            List<String> lists = client.get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("apiserver_watch_cache_consistent_read_total"))
                    .toList();
            assertThat(lists).as("lists from the cache").anyMatch(line -> line.contains("fallback=\"false\""));
            assertThat(lists)
                    .filteredOn(line -> line.contains("fallback=\"true\""))
                    .allMatch(line -> line.endsWith(" 0"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void pagesAreOfOneMomentWhileOthersWrite() throws IOException {
        var objects = new ConfigMaps(plane.clients(), "paged");
        for (int i = 0; i < OBJECTS; i++) {
            objects.create("paged-%05d".formatted(i));
        }
        var stop = new AtomicBoolean();
        var others = new ConfigMaps(plane.clients(), "others");
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; !stop.get(); i++) {
                others.create("others-" + i);
                others.delete("others-" + i);
            }
        });
        try {
            for (ApiClient client : plane.clients()) {
                for (int i = 0; i < 5; i++) {
                    assertThat(objects.list(client, PAGE)).isEqualTo(objects.present());
                }
            }
        } finally {
            stop.set(true);
            join(writer);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aNamespaceIsEmptiedAndGoes() throws IOException {
        plane.restartEndedControllers();
        ApiClient a = plane.clients().getFirst();
        ApiClient b = plane.clients().getLast();
        a.post("/api/v1/namespaces", "{\"metadata\": {\"name\": \"passing\"}}");
        for (int i = 0; i < OBJECTS; i++) {
            var answer = b.post(
                    "/api/v1/namespaces/passing/secrets", "{\"metadata\": {\"name\": \"secret-%d\"}}".formatted(i));
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        }

        b.delete("/api/v1/namespaces/passing");

        Await.until("the end of the namespace", LIMIT, () -> isGone(a, "/api/v1/namespaces/passing"));
        assertThat(b.get("/api/v1/namespaces/passing/secrets").json().at("/items"))
                .isEmpty();
    }

    private static boolean isGone(ApiClient client, String path) {
        try {
            return client.get(path).status() == NOT_FOUND;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void customResourcesComeAndGo() throws IOException {
        var definitions = new ArrayList<CustomResource>();
        for (int i = 0; i < CUSTOM_RESOURCES; i++) {
            definitions.add(CustomResource.install(plane.clients().getFirst(), "kind" + i));
        }
        for (CustomResource definition : definitions) {
            for (ApiClient client : plane.clients()) {
                Await.until("its path at every API server", LIMIT, () -> definition.isServedBy(client));
            }
            definition.create(plane.clients().getLast(), "one");
            assertThat(definition.names(plane.clients().getFirst())).containsExactly("one");
        }
        for (CustomResource definition : definitions) {
            definition.uninstall(plane.clients().getLast());
        }
        for (CustomResource definition : definitions) {
            Await.until(
                    "the end of the definition",
                    LIMIT,
                    () -> definition.isGone(plane.clients().getFirst()));
        }
    }
}
