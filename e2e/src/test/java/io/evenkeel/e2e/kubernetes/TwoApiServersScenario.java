package io.evenkeel.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A control plane of two API servers and a controller manager on two servers that share a database. It is small in a build;
 * {@code make e2e} runs it with thousands of objects.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class TwoApiServersScenario {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int OBJECTS = Integer.getInteger("evenkeel.kubernetes.objects", 60);
    private static final int CUSTOM_RESOURCES = Integer.getInteger("evenkeel.kubernetes.crds", 3);
    private static final List<String> COMPARED =
            List.of("configmaps", "secrets", "namespaces", "customresourcedefinitions");
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
        try (ApiWatch a = ApiWatch.start(plane.clients().getFirst(), objects.path());
                ApiWatch b = ApiWatch.start(plane.clients().getLast(), objects.path())) {
            write(objects, "calm", () -> {});
            awaitEvents(objects.events(), a, b);
            plane.clients().forEach(TwoApiServersScenario::everyConsistentListCameFromTheCache);

            write(objects, "first-killed", () -> plane.killServer(0));
            plane.startServer(0);
            write(objects, "second-killed", () -> plane.killServer(1));
            plane.startServer(1);
            write(objects, "database-killed", plane::restartDatabase);

            awaitEvents(objects.events(), a, b);
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

    private static void awaitEvents(Map<String, List<String>> expected, ApiWatch... watches) {
        for (ApiWatch watch : watches) {
            Await.until(
                    () -> "all events, failures " + watch.failures(),
                    LIMIT,
                    () -> !watch.failures().isEmpty() || watch.events().equals(expected));
            assertThat(watch.failures()).isEmpty();
        }
    }

    private static void everyConsistentListCameFromTheCache(ApiClient client) {
        Caches caches = Caches.of(client);
        assertThat(caches.consistentLists()).isPositive();
        assertThat(caches.fallbacks()).isZero();
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

    @Test
    void eventsGoWithTheirLease() throws IOException {
        String path = "/api/v1/namespaces/default/events?fieldSelector=reason%3DTested";
        var expected = new LinkedHashMap<String, List<String>>();
        var stored = new ArrayList<StoredKey>();
        try (ApiWatch a = ApiWatch.start(plane.clients().getFirst(), path);
                ApiWatch b = ApiWatch.start(plane.clients().getLast(), path)) {
            for (int i = 0; i < OBJECTS; i++) {
                var answer = plane.clients().get(i % 2).post("/api/v1/namespaces/default/events", """
                        {"metadata": {"name": "event-%d"}, "reason": "Tested", "type": "Normal",
                         "involvedObject": {"kind": "ConfigMap", "name": "c", "namespace": "default"}}
                        """.formatted(i));
                assertThat(answer.status()).as(answer.body()).isEqualTo(201);
                expected.put("event-" + i, List.of("ADDED", "DELETED"));
                if (stored.isEmpty()) {
                    stored.add(StoredKey.read(plane.servers().getLast(), "/registry/events/default/event-" + i));
                }
            }

            awaitEvents(expected, a, b);
        }
        for (ApiClient client : plane.clients()) {
            assertThat(client.get(path).json().at("/items")).isEmpty();
        }
        assertThat(stored)
                .hasSize(1)
                .allMatch(key -> key.lease() != 0)
                .allMatch(key -> plane.servers().stream().allMatch(key::hasLostLease));
    }

    /** Whatever happened before: an API server compares with a read at the very revision its cache has come to. */
    @Test
    @Order(Integer.MAX_VALUE)
    void cachesHoldWhatTheDatastoreDoes() {
        List<Caches> before = plane.clients().stream().map(Caches::of).toList();
        for (int i = 0; i < before.size(); i++) {
            ApiClient client = plane.clients().get(i);
            Caches then = before.get(i);
            Await.until(
                    "comparisons of all resources",
                    LIMIT,
                    () -> Caches.of(client).hasCompared(COMPARED, then));
            assertThat(Caches.of(client).checksFailed()).isZero();
            assertThat(Caches.of(client).fallbacks()).isZero();
        }
        plane.assertThatApiServersHaveNotRestarted();
    }
}
