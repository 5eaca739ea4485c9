package io.evenkeel.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.e2e.kubernetes.ApiWatch;
import io.evenkeel.e2e.kubernetes.ConfigMaps;
import io.evenkeel.e2e.kubernetes.KubeApiServer;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.api.DataStoreStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers that the control planes of a DataStore share. */
@ExtendWith(OneMothership.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedServersIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int BURST = 50;
    private static final int OBJECTS = 10;
    private static final String SHARED =
            "{driver: PostgreSQL, connectionSecretRef: {name: main-app}, shim: {mode: Shared}}";

    private Mothership mothership;

    @BeforeAll
    void start(Mothership one) {
        mothership = one;
    }

    private Plane ready(String name, String store) {
        Plane plane = mothership.plane(name);
        plane.create("", store);
        plane.awaitReady();
        return plane;
    }

    @Test
    void areThereFromTheFirstControlPlaneToTheLast() {
        createDataStore("pool", SHARED);
        awaitObserved("pool");
        assertThat(objects("pool")).isEmpty();

        Plane first = ready("pool-a", "pool");

        awaitSettled("pool");
        Map<String, String> made = objects("pool");
        assertThat(made.keySet())
                .containsExactly(
                        "PodDisruptionBudget/pool-servers",
                        "Secret/pool-servers.ca",
                        "Secret/pool-servers.tls",
                        "Service/pool-servers",
                        "Service/pool-servers-peers",
                        "StatefulSet/pool-servers");
        assertThat(first.pods())
                .hasSize(2)
                .allSatisfy(pod -> assertThat(pod.getSpec().getInitContainers())
                        .noneMatch(container -> container.getName().equals("evenkeel")));
        assertThat(first.k0sConfig())
                .contains("- \"https://pool-servers.default.svc:2379\"", "etcdPrefix: \"pool-a\"", "clientKeyFile:");

        // What is said is what was meant anyway.
        patch("pool", "{\"shim\": {\"replicas\": 2}}");
        awaitObserved("pool");
        assertThat(objects("pool")).isEqualTo(made);
        patch("pool", "{\"shim\": {\"replicas\": 3}}");
        Await.until(
                "three servers",
                LIMIT,
                () -> Objects.requireNonNull(status("pool").servers()).readyReplicas() == 3);
        Plane second = ready("pool-b", "pool");
        assertThat(first.revisions()).isEqualTo(1);
        assertThat(servers("pool").getStatus().getUpdatedReplicas()).isEqualTo(3);

        var _ = first.resource().delete();
        first.await("its end", () -> first.resource().get() == null);
        awaitObserved("pool");
        assertThat(second.find(StatefulSet.class, "pool-servers")).isNotNull();
        var _ = second.resource().delete();
        second.await("the end of the servers", () -> second.find(StatefulSet.class, "pool-servers") == null);
        Await.until("a status without them", LIMIT, () -> status("pool").servers() == null);
    }

    @Test
    void rollControllersOnlyWithTheirAuthority() {
        createDataStore("basin", SHARED);
        Plane plane = ready("basin-a", "basin");
        Secret before = secret("basin-a-evenkeel");

        plane.deleteAndAwaitAnother(Secret.class, "basin-a-evenkeel");
        plane.deleteAndAwaitAnother(Secret.class, "basin-servers.tls");
        plane.awaitReady();
        assertThat(plane.revisions()).isEqualTo(1);

        plane.deleteAndAwaitAnother(Secret.class, "basin-servers.ca");
        plane.await("controllers that know the new one", () -> plane.revisions() == 2);
        plane.awaitReady();

        assertThat(secret("basin-a-evenkeel").getData().get("ca.crt"))
                .isNotEqualTo(before.getData().get("ca.crt"))
                .isEqualTo(secret("basin-servers.ca").getData().get("tls.crt"));
        assertThat(servers("basin").getMetadata().getGeneration())
                .as("the servers themselves")
                .isEqualTo(1);
    }

    /** Controllers would find an empty key space, and another cluster in it. */
    @Test
    void stayAsTheyAreWhenTheirDataStoreIsMadeAgainWithAnotherMode() {
        createDataStore("sea", SHARED);
        Plane plane = ready("sea-a", "sea");
        String revision = plane.revision();

        deleteDataStore("sea");
        createDataStore("sea", "{driver: PostgreSQL, connectionSecretRef: {name: main-app}}");
        plane.awaitNot("DataStoreReady", "ServersChanged");

        assertThat(plane.has("Stalled", "True")).isTrue();
        assertThat(plane.revision()).isEqualTo(revision);
        assertThat(servers("sea").getStatus().getReadyReplicas()).isEqualTo(2);

        deleteDataStore("sea");
        createDataStore("sea", SHARED);
        plane.awaitReady();
        assertThat(plane.revision()).isEqualTo(revision);
    }

    @Test
    void haveTheirResourcesFromTheDataStore() {
        createDataStore("lake", SHARED);
        Plane plane = mothership.plane("lake-a");

        plane.create("pod: {serverResources: {limits: {memory: 1Gi}}}", "lake");
        plane.awaitNot("DataStoreReady", "ServersShared");
        assertThat(plane.find(StatefulSet.class, "lake-a")).isNull();

        plane.patch("{\"spec\": {\"pod\": null, \"networkPolicy\": {\"database\": []}}}");
        plane.await(
                "what is wrong now",
                () -> plane.condition("DataStoreReady")
                        .filter(ready -> ready.getMessage().startsWith("networkPolicy.database"))
                        .isPresent());
        assertThat(plane.find(StatefulSet.class, "lake-a")).isNull();
        var _ = plane.resource().delete();
    }

    /** The certificate says that somebody is one of them, and not which one: they are kept apart by prefixes alone. */
    @Test
    void serveWhoeverHasACertificateOfTheirs() throws IOException {
        mothership.createRealDataStore();
        createDataStore(
                "real-pool",
                "{driver: PostgreSQL, connectionSecretRef: {name: real-app}, tls: {mode: Disable}, shim: {mode: Shared}}");
        ready("real-pool-a", "real-pool");
        ready("real-pool-b", "real-pool");
        List<Pod> pods = mothership
                .client()
                .pods()
                .inNamespace(Plane.NAMESPACE)
                .withLabel("evenkeel.io/datastore", "real-pool")
                .list()
                .getItems();
        Plane set = mothership.plane("real-pool-servers");

        try (Scratch scratch = Scratch.create()) {
            Path hosts = Sidecar.hosts(pods, set.name(), scratch.root());
            try (var first = new Sidecar(set, pods.getFirst(), scratch.folder("first"), hosts);
                    var second = new Sidecar(set, pods.getLast(), scratch.folder("second"), hosts);
                    var a = SecuredClient.of(first.port(), set, Optional.of(secret("real-pool-a-evenkeel")));
                    var b = SecuredClient.of(second.port(), set, Optional.of(secret("real-pool-b-evenkeel")));
                    var stranger = SecuredClient.of(first.port(), set, Optional.of(secret("real-pool-a-ca")));
                    var nobody = SecuredClient.of(first.port(), set, Optional.empty())) {
                first.awaitReady();
                second.awaitReady();

                a.put("real-pool-a/key", "of a", 1);
                b.put("real-pool-b/key", "of b", 1);

                assertThat(b.get("real-pool-a/key")).isEqualTo("of a");
                assertThatThrownBy(() -> stranger.get("real-pool-a/key")).hasMessageContaining("UNAVAILABLE");
                assertThatThrownBy(() -> nobody.get("real-pool-a/key")).hasMessageContaining("UNAVAILABLE");
                Await.until("a write that one has done for the other", LIMIT, () -> {
                    // At once, so that one loses a race: whoever never does writes by itself.
                    CompletableFuture<Void> others =
                            CompletableFuture.runAsync(() -> b.put("real-pool-b/key", "again", BURST));
                    a.put("real-pool-a/key", "again", BURST);
                    others.join();
                    return first.forwards() || second.forwards();
                });
            }
        }
    }

    /** Both write objects of the same names, of which each has its own. */
    @Test
    void serveApiServersThatSeeTheirOwnObjectsWhenOneServerEnds() throws IOException {
        mothership.createRealDataStore();
        createDataStore(
                "real-river",
                "{driver: PostgreSQL, connectionSecretRef: {name: real-app}, tls: {mode: Disable}, shim: {mode: Shared}}");
        Plane a = ready("real-river-a", "real-river");
        Plane b = ready("real-river-b", "real-river");

        try (var processes = new SharedProcesses(mothership.client(), "real-river-servers")) {
            KubeApiServer ofA = processes.host(a);
            KubeApiServer ofB = processes.host(b);
            ofA.kubectl().lines("create", "namespace", "of-a");
            ofB.kubectl().lines("create", "namespace", "of-b");
            try (var watchA = ApiWatch.start(ofA.client(), objects(ofA).path());
                    var watchB = ApiWatch.start(ofB.client(), objects(ofB).path())) {
                var writesA = new EndlessWrites(objects(ofA), "writer");
                var writesB = new EndlessWrites(objects(ofB), "writer");
                writesA.awaitMore(OBJECTS);
                writesB.awaitMore(OBJECTS);

                processes.killOne();

                writesA.awaitMore(OBJECTS);
                writesB.awaitMore(OBJECTS);
                ConfigMaps writtenA = writesA.stop();
                ConfigMaps writtenB = writesB.stop();
                assertThat(writtenA.read(ofA.client())).isEqualTo(writtenA.values());
                assertThat(writtenB.read(ofB.client())).isEqualTo(writtenB.values());
                awaitEvents(writtenA, watchA);
                awaitEvents(writtenB, watchB);
            }
            assertThat(namespaces(ofA)).contains("default", "of-a").doesNotContain("of-b");
            assertThat(namespaces(ofB)).contains("default", "of-b").doesNotContain("of-a");
        }
    }

    private static ConfigMaps objects(KubeApiServer apiServer) {
        return new ConfigMaps(List.of(apiServer.client()), "mine");
    }

    private static List<String> namespaces(KubeApiServer apiServer) {
        return apiServer.kubectl().lines("get", "namespaces", "--output=custom-columns=NAME:.metadata.name");
    }

    /** Neither more nor fewer than were written there. */
    private static void awaitEvents(ConfigMaps written, ApiWatch watch) {
        Await.until(
                () -> "all events and no others, failures " + watch.failures(),
                LIMIT,
                () -> !watch.failures().isEmpty() || watch.events().equals(new TreeMap<>(written.events())));
        assertThat(watch.failures()).isEmpty();
    }

    private void createDataStore(String name, String spec) {
        var _ = mothership.client().resource("""
                apiVersion: evenkeel.io/v1alpha1
                kind: DataStore
                metadata: {name: %s, namespace: default}
                spec: %s
                """.formatted(name, spec)).create();
    }

    private void deleteDataStore(String name) {
        var store = mothership
                .client()
                .resources(DataStore.class)
                .inNamespace(Plane.NAMESPACE)
                .withName(name);
        var _ = store.delete();
        Await.until("the end of " + name, LIMIT, () -> store.get() == null);
    }

    private void patch(String store, String spec) {
        var _ = mothership
                .client()
                .resources(DataStore.class)
                .inNamespace(Plane.NAMESPACE)
                .withName(store)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": " + spec + "}");
    }

    private DataStore store(String name) {
        return Objects.requireNonNull(mothership.plane("").find(DataStore.class, name), name);
    }

    private DataStoreStatus status(String store) {
        return Objects.requireNonNull(store(store).getStatus(), store);
    }

    private void awaitObserved(String store) {
        Await.until("the newest spec of " + store, LIMIT, () -> {
            DataStore found = store(store);
            return found.getStatus() != null
                    && found.getMetadata()
                            .getGeneration()
                            .equals(found.getStatus().observedGeneration());
        });
    }

    private StatefulSet servers(String store) {
        return Objects.requireNonNull(mothership.plane("").find(StatefulSet.class, store + "-servers"), store);
    }

    /** Until the cluster's own controllers have nothing more to say of two servers. */
    private void awaitSettled(String store) {
        Await.until("two servers, as all see them", LIMIT, () -> {
            StatefulSetStatus set = servers(store).getStatus();
            PodDisruptionBudgetStatus budget = Objects.requireNonNull(
                            mothership.plane("").find(PodDisruptionBudget.class, store + "-servers"), store)
                    .getStatus();
            return set != null
                    && budget != null
                    && Stream.of(
                                    set.getReadyReplicas(),
                                    set.getAvailableReplicas(),
                                    set.getUpdatedReplicas(),
                                    set.getCurrentReplicas(),
                                    budget.getCurrentHealthy(),
                                    budget.getExpectedPods())
                            .allMatch(Integer.valueOf(2)::equals)
                    && status(store).servers() != null
                    && Objects.requireNonNull(status(store).servers()).readyReplicas() == 2;
        });
    }

    private Secret secret(String name) {
        return Objects.requireNonNull(mothership.plane("").find(Secret.class, name), name);
    }

    /** Kind and name of everything that there is of the servers but pods, with its version. */
    private Map<String, String> objects(String store) {
        var versions = new TreeMap<String, String>();
        Stream.<Class<? extends HasMetadata>>of(
                        Service.class, Secret.class, StatefulSet.class, PodDisruptionBudget.class)
                .flatMap(type -> mothership
                        .client()
                        .resources(type)
                        .inNamespace(Plane.NAMESPACE)
                        .withLabel("evenkeel.io/datastore", store)
                        .list()
                        .getItems()
                        .stream())
                .forEach(object -> versions.put(
                        object.getKind() + "/" + object.getMetadata().getName(),
                        object.getMetadata().getResourceVersion()));
        return versions;
    }
}
