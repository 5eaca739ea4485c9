package io.evenkeel.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.tenant.LoginsServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Control planes with a database each on one real database server, on which the operator is no superuser. */
@ExtendWith(OneMothership.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ManagedScenario {

    /** A change of the spec that asks for nothing else than before. */
    private static final String AS_IT_IS = "{\"spec\": {\"expose\": {\"type\": \"ClusterIP\"}}}";

    final LoginsServer database;
    final String prefix;
    private final String driver;
    private Mothership mothership;
    KubernetesClient client;

    /** @param prefix of all names in the cluster */
    ManagedScenario(LoginsServer database, String prefix, String driver) {
        this.database = database;
        this.prefix = prefix;
        this.driver = driver;
    }

    abstract int countDatabases(LoginsServer server, String name) throws SQLException;

    abstract int countLogins(LoginsServer server, String name) throws SQLException;

    /** A statement that ends the connections of a login. */
    abstract String endConnections(String login);

    abstract String dropDatabase(String name);

    @BeforeAll
    void makeTheDataStore(Mothership one) {
        mothership = one;
        client = one.client();
        createAdminSecret(prefix + "-admin", LoginsServer.LOOPBACK);
        makeDataStore(prefix);
    }

    final void createAdminSecret(String name, String host) {
        var _ = client.resource(
                        """
                apiVersion: v1
                kind: Secret
                metadata: {name: %s, namespace: default}
                stringData: {host: %s, port: "%d", username: "%s", password: %s}
                """.formatted(name, host, database.port(), LoginsServer.ADMIN, LoginsServer.ADMIN_PASSWORD))
                .create();
    }

    final void makeDataStore(String name) {
        var _ = client.resource("""
                apiVersion: evenkeel.io/v1alpha1
                kind: DataStore
                metadata: {name: %s, namespace: default}
                spec: {driver: %s, mode: Managed, connectionSecretRef: {name: %s-admin}, tls: {mode: Disable}}
                """.formatted(name, driver, prefix)).create();
    }

    final Plane plane(String name) {
        return new Plane(client, prefix + "-" + name);
    }

    /** @param fields more of its datastore, each after a comma */
    final Plane created(String name, String fields, int replicas) {
        Plane plane = plane(name);
        plane.createOn("{name: " + prefix + fields + "}", replicas);
        return plane;
    }

    final Plane ready(String name, String fields) {
        Plane plane = created(name, fields, 0);
        plane.awaitReady();
        return plane;
    }

    /** What a control plane's servers log in with. */
    record Login(String database, String user, String password) {}

    private static Map<String, String> secret(Plane plane) {
        return Objects.requireNonNull(plane.find(Secret.class, plane.name() + "-database"), "no Secret")
                .getData();
    }

    static Login login(Plane plane) {
        Map<String, String> entries = secret(plane);
        return new Login(decoded(entries, "dbname"), decoded(entries, "username"), decoded(entries, "password"));
    }

    private static String decoded(Map<String, String> entries, String key) {
        return new String(Base64.getDecoder().decode(entries.getOrDefault(key, "")), StandardCharsets.UTF_8);
    }

    final void execute(Login login, String sql) throws SQLException {
        execute(login.database(), login, sql);
    }

    private void execute(String in, Login login, String sql) throws SQLException {
        try (Connection connection = database.connect(in, login.user(), login.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void keepsControlPlanesApart() throws SQLException {
        Login one = login(ready("one", ""));
        Login other = login(ready("other", ""));

        execute(one, "create table mine (id int)");
        execute(other, "create table mine (id int)");

        assertThatThrownBy(() -> execute(one.database(), other, "select * from mine"))
                .hasMessageContaining(database.noAccess());
        assertThatThrownBy(() -> execute(other.database(), one, "select * from mine"))
                .hasMessageContaining(database.noAccess());
        assertThat(one.password()).isNotEqualTo(other.password());
    }

    @Test
    void cutsNamesThatTheServerHasNoRoomFor() throws SQLException {
        String tail = "x".repeat(39 - prefix.length() - 1);
        Login one = login(ready(tail + "1", ""));
        Login other = login(ready(tail + "2", ""));

        execute(one, "create table mine (id int)");
        execute(other, "create table mine (id int)");

        assertThat(one.user()).isNotEqualTo(other.user());
        assertThat(one.database()).isNotEqualTo(other.database());
    }

    @Test
    void refusesNamesThatAreTooLong() {
        Plane plane = created("too-long", ", database: " + "\u00e9".repeat(40), 0);

        plane.awaitNot("DataStoreReady", "DatabaseRefused");
        assertThat(plane.has("Stalled", "True")).isTrue();
    }

    @Test
    void writesNothingWhenNothingIsToBeChanged() {
        Plane plane = ready("quiet", "");
        Map<String, String> versions = plane.versions();

        plane.patch(AS_IT_IS);
        plane.awaitReady();
        mothership.stopOperator();
        mothership.restartOperator();
        // The last thing that one does is its status.
        ready("afterwards", "");

        assertThat(plane.versions()).isEqualTo(versions).containsKey("Secret/" + plane.name() + "-database");
    }

    @Test
    void changesThePasswordOfAServerThatRuns() throws Exception {
        Plane plane = created("odd", """
                , database: "team \\"a\\"'s.db-1", username: "team \\"a\\"'s-login"
                """.strip(), 1);
        plane.awaitReady(1);
        Login before = login(plane);
        assertThat(before.database()).isEqualTo("team \"a\"'s.db-1");

        try (Scratch scratch = Scratch.create()) {
            Path hosts = Files.writeString(scratch.root().resolve("hosts"), "127.0.0.1 localhost\n");
            try (var server = new Sidecar(plane, plane.pods().getFirst(), scratch.folder("server"), hosts)) {
                server.awaitReady();
                try (CountingClient writes = server.count()) {
                    writes.awaitMore();

                    newPasswords(1);
                    plane.await("another password", () -> !login(plane).equals(before));
                    writes.awaitMore();
                    assertThatThrownBy(() -> execute(before, "select 1")).isInstanceOf(SQLException.class);

                    server.mount();
                    database.asRoot(endConnections(before.user()));
                    writes.awaitMore();

                    writes.finish();
                }
                assertThat(server.isAlive()).isTrue();
                assertThat(server.output())
                        .doesNotContain(before.password(), login(plane).password());
            }
        }
        plane.awaitReady(1);
        assertThat(secret(plane)).doesNotContainKey("next-password");
        assertThat(plane.revisions()).as("templates").isEqualTo(1);
        plane.scale(0);
        plane.awaitReady(0);
    }

    private void newPasswords(int generation) {
        var _ = client.resources(DataStore.class)
                .inNamespace(Plane.NAMESPACE)
                .withName(prefix)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\": {\"passwordGeneration\": " + generation + "}}");
    }

    @Test
    void givesNoDatabaseToTwo() throws SQLException {
        Plane first = ready("first", ", database: " + prefix + "-wanted, username: " + prefix + "-one");
        execute(login(first), "create table kept (id int)");

        Plane second = created("second", ", database: " + prefix + "-wanted, deletionPolicy: Delete", 0);
        second.awaitNot("DataStoreReady", "DatabaseTaken");
        assertThat(second.find(StatefulSet.class, second.name())).isNull();
        assertThat(second.condition("DataStoreReady").orElseThrow().getMessage())
                .contains(first.name());

        delete(second);
        execute(login(first), "select * from kept");
    }

    static void delete(Plane plane) {
        var _ = plane.resource().delete();
        plane.await("its end", () -> plane.resource().get() == null);
    }

    @Test
    void keepsTheDatabaseOfADeletedControlPlaneAndFindsItAgain() throws SQLException {
        Plane plane = ready("kept", "");
        Login before = login(plane);
        execute(before, "create table kept (id int)");

        delete(plane);
        plane.await("the end of its Secret", () -> plane.find(Secret.class, plane.name() + "-database") == null);
        assertThat(countDatabases(database, before.database())).isEqualTo(1);

        Plane again = ready("kept", "");
        assertThat(login(again).database()).isEqualTo(before.database());
        execute(login(again), "select * from kept");
    }

    @Test
    void makesNoEmptyDatabaseInThePlaceOfALostOne() throws SQLException {
        Plane plane = ready("bereft", "");
        String name = login(plane).database();

        database.asRoot(dropDatabase(name));
        plane.patch(AS_IT_IS);

        plane.awaitNot("DataStoreReady", "DatabaseLost");
        assertThat(countDatabases(database, name)).isZero();
    }

    @Test
    void waitsForADatabaseThatIsAwayAlsoToDropWhatIsToGo() throws SQLException {
        Plane leaving = ready("leaving", ", deletionPolicy: Delete");
        Login left = login(leaving);
        execute(left, "create table gone (id int)");
        Plane letGo = ready("let-go", ", deletionPolicy: Delete");
        Login kept = login(letGo);

        database.kill();
        Plane coming = created("coming", "", 0);
        try {
            coming.awaitNot("DataStoreReady", "DatabaseUnavailable");
            assertThat(coming.find(StatefulSet.class, coming.name())).isNull();
            var _ = leaving.resource().delete();
            leaving.await(
                    "what it waits for",
                    () -> leaving.condition("Ready")
                            .filter(ready -> ready.getReason().equals("DatabaseUnavailable"))
                            .isPresent());
            var _ = letGo.resource().delete();
            assertThat(letGo.resource().get()).isNotNull();
            letGo.patch("{\"spec\": {\"datastore\": {\"deletionPolicy\": \"Retain\"}}}");
            letGo.await("its end", () -> letGo.resource().get() == null);
        } finally {
            database.start();
        }

        coming.awaitReady();
        leaving.await("its end", () -> leaving.resource().get() == null);
        assertThat(countDatabases(database, left.database())).isZero();
        assertThat(countLogins(database, left.user())).isZero();
        assertThat(countDatabases(database, kept.database())).isEqualTo(1);
    }
}
