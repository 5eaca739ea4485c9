package io.evenkeel.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tls.Authority;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.api.DataStoreStatus;
import io.evenkeel.operator.tenant.LoginsServer;
import io.evenkeel.operator.tenant.MariaDbWithLogins;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MariaDbManagedIT extends ManagedScenario {

    MariaDbManagedIT() {
        super(MariaDbWithLogins.running(), "mariadb", "MySQL");
    }

    @Override
    int countDatabases(LoginsServer server, String name) throws SQLException {
        return server.count("select count(*) from information_schema.schemata where schema_name = '" + name + "'");
    }

    @Override
    int countLogins(LoginsServer server, String name) throws SQLException {
        return server.count("select count(*) from mysql.user where user = '" + name + "'");
    }

    @Override
    String endConnections(String login) {
        return "kill user `" + login + "`@`%`";
    }

    @Override
    String dropDatabase(String name) {
        return "drop database `" + name + "`";
    }

    @Test
    void isOnlyTheServerThatTheAuthorityVouchesFor() throws IOException, SQLException {
        try (Scratch scratch = Scratch.create()) {
            Path folder = scratch.folder("certificates");
            String right = authority(folder, "right");
            String wrong = Files.readString(new Authority("theirs").writeTo(folder.resolve("theirs.crt")));
            try {
                MariaDbWithLogins.running().asRoot("set global require_secure_transport = on");
                trust(right);
                makeSecuredDataStore("mariadb-secured", "mariadb-admin");
                Plane plane = plane("vouched");
                plane.createOn("{name: mariadb-secured}", 1);
                plane.awaitReady(1);
                Path hosts = Files.writeString(scratch.root().resolve("hosts"), "127.0.0.1 localhost\n");
                Pod pod = plane.pods().getFirst();
                try (var server = new Sidecar(plane, pod, scratch.folder("server"), hosts)) {
                    server.awaitReady();
                    server.put(1);
                }

                trust(wrong);
                awaitReady(
                        "mariadb-secured",
                        "False",
                        "DatabaseUnavailable",
                        "Path does not chain with any of the trust anchors");
                try (var server = new Sidecar(plane, pod, scratch.folder("misled"), hosts)) {
                    server.awaitEnd();
                    assertThat(server.output()).contains("cannot open mysql://127.0.0.1");
                }
                trust("none");
                awaitReady("mariadb-secured", "False", "SecretIncomplete", "mariadb-authority has no certificates");

                trust(right);
                awaitReady("mariadb-secured", "True", "Reachable", "");
                createAdminSecret("mariadb-elsewhere", "localhost");
                makeSecuredDataStore("mariadb-elsewhere", "mariadb-elsewhere");
                awaitReady("mariadb-elsewhere", "False", "DatabaseUnavailable", "identity verification failed");

                delete(plane);
            } finally {
                MariaDbWithLogins.running().unsecure();
            }
        }
    }

    /** Lets the database show a certificate for 127.0.0.1; returns that of who signed it. */
    private static String authority(Path folder, String name) throws IOException {
        var authority = new Authority(name);
        Authority.Issued certificate = authority.issue(folder, "database");
        MariaDbWithLogins.running().secure(certificate.certificateFile(), certificate.keyFile());
        return Files.readString(authority.writeTo(folder.resolve(name + ".crt")));
    }

    private void trust(String certificates) {
        var _ = client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("mariadb-authority")
                        .withNamespace(Plane.NAMESPACE)
                        .endMetadata()
                        .addToStringData("ca.pem", certificates)
                        .build())
                .serverSideApply();
    }

    private void makeSecuredDataStore(String name, String secret) {
        var _ = client.resource("""
                apiVersion: evenkeel.io/v1alpha1
                kind: DataStore
                metadata: {name: %s, namespace: default}
                spec:
                  driver: MySQL
                  mode: Managed
                  connectionSecretRef: {name: %s}
                  tls: {mode: VerifyFull, caSecretRef: {name: mariadb-authority, key: ca.pem}}
                """.formatted(name, secret)).create();
    }

    private void awaitReady(String store, String status, String reason, String message) {
        var resource =
                client.resources(DataStore.class).inNamespace(Plane.NAMESPACE).withName(store);
        Await.until(
                () -> reason + " of " + Serialization.asYaml(resource.get()),
                Duration.ofMinutes(1),
                () -> Optional.ofNullable(resource.get().getStatus())
                        .map(DataStoreStatus::conditions)
                        .filter(conditions -> conditions.stream()
                                .anyMatch(condition -> condition.getType().equals("Ready")
                                        && condition.getStatus().equals(status)
                                        && condition.getReason().equals(reason)
                                        && condition.getMessage().contains(message)))
                        .isPresent());
    }
}
