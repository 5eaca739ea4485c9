package io.evenkeel.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.tenant.LoginsServer;
import io.evenkeel.operator.tenant.PostgresWithLogins;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** And what is the same on every kind of database. */
class PostgresManagedIT extends ManagedScenario {

    PostgresManagedIT() {
        super(PostgresWithLogins.running(), "postgres", "PostgreSQL");
    }

    @Override
    int countDatabases(LoginsServer server, String name) throws SQLException {
        return server.count("select count(*) from pg_database where datname = '" + name + "'");
    }

    @Override
    int countLogins(LoginsServer server, String name) throws SQLException {
        return server.count("select count(*) from pg_roles where rolname = '" + name + "'");
    }

    @Override
    String endConnections(String login) {
        return "select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + login.replace("'", "''")
                + "'";
    }

    @Override
    String dropDatabase(String name) {
        return "drop database \"" + name + "\" with (force)";
    }

    @Test
    void makesALostPasswordAnew() throws SQLException {
        Plane plane = ready("forgetful", "");
        Login before = login(plane);

        plane.deleteAndAwaitAnother(Secret.class, plane.name() + "-database");
        plane.awaitReady();
        plane.await("a password that works", () -> works(login(plane)));

        assertThat(login(plane).password()).isNotEqualTo(before.password());
        assertThat(works(before)).isFalse();
    }

    /** What {@code OwnDatabase} counts on. */
    @Test
    void theApiServerDoesNotBringBackWhatIsGone() {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName(prefix + "-gone-database")
                .withNamespace("default")
                .endMetadata()
                .build();
        String uid = client.resource(secret).create().getMetadata().getUid();
        var _ = client.resource(secret).delete();
        secret.getMetadata().setUid(uid);

        assertThatThrownBy(() -> client.resource(secret).serverSideApply())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(HttpURLConnection.HTTP_CONFLICT));
    }

    /** It might be that of another database, which its owner has called so. */
    @Test
    void takesNoLoginFromASecretThatIsAnothers() throws SQLException {
        var secret = client.resource("""
                apiVersion: v1
                kind: Secret
                metadata: {name: %s-wary-database, namespace: default}
                stringData: {password: mine}
                """.formatted(prefix));
        String version = secret.create().getMetadata().getResourceVersion();

        Plane plane = created("wary", "", 0);

        plane.awaitNot("Ready", "NameTaken");
        assertThat(plane.condition("Ready").orElseThrow().getMessage())
                .startsWith("Secret " + prefix + "-wary-database belongs to somebody");
        assertThat(secret.get().getMetadata().getResourceVersion()).isEqualTo(version);

        var _ = secret.delete();
        plane.awaitReady();
        assertThat(works(login(plane))).isTrue();
    }

    private boolean works(Login login) {
        try {
            execute(login, "select 1");
            return true;
        } catch (SQLException no) {
            return false;
        }
    }

    @Test
    void keepsItFromAnotherClusterOfThatName() throws SQLException {
        Plane plane = ready("usurped", "");
        Login before = login(plane);
        delete(plane);
        plane.await("the end of its objects", () -> plane.versions().size() == 4);
        plane.versions().keySet().forEach(child -> plane.delete(Secret.class, child.substring("Secret/".length())));

        Plane usurper = created("usurped", "", 0);

        usurper.awaitNot("DataStoreReady", "DatabaseTaken");
        assertThat(countDatabases(database, before.database())).isEqualTo(1);
    }

    @Test
    void makesAnEmptyDatabaseForOneFromABackupOnlyWhileItHasNoControllers() throws SQLException {
        Plane plane = created("carried-over", "", 1);
        plane.awaitReady(1);
        Login before = login(plane);
        Backup backup = Backup.take(plane);
        backup.loseEverything();
        database.asRoot(dropDatabase(before.database()));
        database.asRoot("drop role \"" + before.user() + "\"");

        backup.restoreSecrets();
        backup.restorePlane();

        plane.awaitNot("DataStoreReady", "DatabaseLost");
        plane.patch("{\"spec\": {\"pod\": {\"priorityClassName\": \"high\"}}}");
        plane.awaitNot("DataStoreReady", "DatabaseLost");
        assertThat(countDatabases(database, before.database())).isZero();

        plane.scale(0);
        plane.awaitReady(0);
        assertThat(login(plane)).isEqualTo(before);
        execute(before, "create table restored (id int)");
    }

    @Test
    void letsGoWhatNobodyCanDropAnyMore() throws SQLException {
        makeDataStore(prefix + "-short-lived");
        Plane plane = plane("orphan");
        plane.createOn("{name: " + prefix + "-short-lived, deletionPolicy: Delete}", 0);
        plane.awaitReady();
        Login left = login(plane);
        var _ = client.resources(DataStore.class)
                .inNamespace(Plane.NAMESPACE)
                .withName(prefix + "-short-lived")
                .delete();

        delete(plane);

        assertThat(countDatabases(database, left.database())).isEqualTo(1);
    }

    @Test
    void refusesMoreConnectionsThanThereAre() {
        Plane plane = created("crowd", "", 5);
        plane.awaitNot("ConnectionsAllowed", "TooManyConnections");
        assertThat(plane.find(StatefulSet.class, plane.name())).isNull();
        assertThat(plane.condition("ConnectionsAllowed").orElseThrow().getMessage())
                .contains("controllers may open", "max_connections is 50");

        plane.scale(1);
        plane.awaitReady(1);
        plane.scale(5);
        plane.awaitNot("ConnectionsAllowed", "TooManyConnections");
        assertThat(plane.controllers().getSpec().getReplicas()).isEqualTo(1);
        assertThat(plane.has("Available", "True")).isTrue();

        plane.scale(0);
        plane.awaitReady(0);
    }
}
