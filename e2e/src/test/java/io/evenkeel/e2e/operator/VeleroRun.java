package io.evenkeel.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.kubernetes.ConfigMaps;
import io.evenkeel.e2e.tools.EvenkeelCommandLine;
import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.sql.DatastoreSettings;
import io.evenkeel.sql.EmbeddedPostgres17;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A cluster with a control plane in it is lost, with its database, and comes back by what {@code docs/control-planes.md} says: with
 * Velero's real server, a snapshot, and another cluster, in which the operator runs all the time. Not part of the build.
 */
class VeleroRun {

    private static final int OBJECTS = 20;
    private static final String MODIFIER = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: no-controllers, namespace: velero}
            data:
              rules: |
                version: v1
                resourceModifierRules:
                  - conditions: {groupResource: hostedcontrolplanes.evenkeel.io}
                    mergePatches:
                      - patchData: '{"spec": {"replicas": 0}}'
            """;
    private static final String WITHOUT_CONTROLLERS = "resourceModifier: {kind: ConfigMap, name: no-controllers}";

    /** What was known of the hosted cluster before it was lost. */
    private record Before(
            Map<String, Map<String, String>> identity,
            String uid,
            ConfigMaps saved,
            Map<String, String> values,
            String lastRevision) {}

    @Test
    void bringsAControlPlaneBackIntoAnotherCluster() throws Exception {
        try (Scratch scratch = Scratch.create()) {
            Path storage = scratch.folder("storage");
            Path snapshot = scratch.root().resolve("snapshot");
            Before before;
            try (var mothership = new Mothership();
                    var velero = new Velero(mothership, scratch.folder("velero-before"), storage)) {
                before = live(mothership, velero, snapshot);
            }
            loseTheDatabase();
            try (var mothership = new Mothership();
                    var velero = new Velero(mothership, scratch.folder("velero-after"), storage)) {
                comeBack(mothership, velero, snapshot, before);
            }
        }
    }

    private static Before live(Mothership mothership, Velero velero, Path snapshot) throws IOException {
        mothership.createRealDataStore();
        var plane = new Plane(mothership.client(), "team-a");
        plane.createOn("{name: real}", 2);
        plane.awaitReady();
        askForKubeconfig(plane);
        plane.await("a kubeconfig", () -> isHandedOut(plane, "alice-kubeconfig"));
        try (var controllers = new Controllers(plane);
                KubernetesClient hosted = clientOf(controllers.kubeconfigs().getFirst())) {
            var saved = new ConfigMaps(controllers.clients(), "saved");
            for (int i = 0; i < OBJECTS; i++) {
                saved.create("object-" + i);
            }
            velero.backUp("nightly", Plane.NAMESPACE);
            evenkeel("snapshot", "save", snapshot.toString());
            Map<String, String> values = Map.copyOf(saved.values());
            var undone = new ConfigMaps(controllers.clients(), "undone");
            for (int i = 0; i < OBJECTS; i++) {
                undone.create("later-" + i);
            }
            return new Before(Backup.identity(plane), uid(hosted), saved, values, revision(hosted));
        }
    }

    private static void comeBack(Mothership mothership, Velero velero, Path snapshot, Before before) throws Exception {
        velero.createModifier(MODIFIER);
        var plane = new Plane(mothership.client(), "team-a");

        // In a wrong order first: without what makes the cluster the one it was.
        velero.restore("too-soon", "nightly", WITHOUT_CONTROLLERS + "\nexcludedResources: [secrets]");
        plane.awaitNot("CertificatesAvailable", "Lost");
        assertThat(Backup.identity(plane)).isEmpty();
        assertThat(plane.find(StatefulSet.class, "team-a")).isNull();

        velero.restore("all", "nightly", WITHOUT_CONTROLLERS);
        plane.awaitReady(0);
        assertThat(Backup.identity(plane)).isEqualTo(before.identity()).hasSize(4);
        assertThat(plane.pods()).isEmpty();
        plane.await("another kubeconfig", () -> isHandedOut(plane, "alice-kubeconfig"));

        evenkeel("snapshot", "restore", snapshot.toString());
        plane.scale(2);
        plane.awaitReady(2);
        try (var controllers = new Controllers(plane);
                KubernetesClient hosted = clientOf(controllers.kubeconfigs().getLast())) {
            assertThat(uid(hosted)).isEqualTo(before.uid());
            for (var client : controllers.clients()) {
                assertThat(before.saved().read(client)).isEqualTo(before.values());
            }
            assertThat(hosted.configMaps()
                            .inNamespace("default")
                            .withLabel("test", "undone")
                            .list()
                            .getItems())
                    .isEmpty();
            assertThat(Long.parseLong(revision(hosted))).isGreaterThan(Long.parseLong(before.lastRevision()));
            assertThat(isTooOld(hosted, before.lastRevision())).isTrue();
        }
    }

    private static void askForKubeconfig(Plane plane) {
        var _ = plane.client().resource("""
                apiVersion: evenkeel.io/v1alpha1
                kind: KubeconfigAccess
                metadata: {name: alice, namespace: default}
                spec: {controlPlane: team-a, user: alice}
                """).create();
    }

    /** By the access that there is now; one that came out of a backup would be nobody's. */
    private static boolean isHandedOut(Plane plane, String name) {
        Secret secret = plane.find(Secret.class, name);
        return secret != null && !secret.getMetadata().getOwnerReferences().isEmpty();
    }

    private static KubernetesClient clientOf(Path kubeconfig) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    private static String uid(KubernetesClient hosted) {
        return Objects.requireNonNull(
                        hosted.namespaces().withName("kube-system").get())
                .getMetadata()
                .getUid();
    }

    private static String revision(KubernetesClient hosted) {
        return hosted.configMaps().inNamespace("default").list().getMetadata().getResourceVersion();
    }

    /** Whether someone who goes on watching from there is told to list again. */
    private static boolean isTooOld(KubernetesClient hosted, String revision) throws Exception {
        var gone = new CompletableFuture<Boolean>();
        var watcher = new Watcher<ConfigMap>() {
            @Override
            public void eventReceived(Action action, ConfigMap object) {
                gone.complete(false);
            }

            @Override
            public void onClose(WatcherException cause) {
                gone.complete(cause.isHttpGone());
            }
        };
        try (var _ = hosted.configMaps()
                .inNamespace("default")
                .watch(new ListOptionsBuilder().withResourceVersion(revision).build(), watcher)) {
            return gone.get();
        }
    }

    /** As an administrator runs it who has the database's address. */
    private static void evenkeel(String... arguments) {
        DatastoreSettings.Postgres server = EmbeddedPostgres17.settings("unused");
        var _ = EvenkeelCommandLine.of(arguments)
                .with("--datastore=postgres://" + server.user() + "@" + server.host() + ":" + server.port() + "/"
                        + server.database())
                .with("--store=default.team-a")
                .output();
    }

    private static void loseTheDatabase() throws SQLException {
        DatastoreSettings.Postgres server = EmbeddedPostgres17.settings("unused");
        String url = "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.database();
        try (Connection connection = DriverManager.getConnection(url, server.user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema public cascade");
            statement.execute("create schema public");
        }
    }
}
