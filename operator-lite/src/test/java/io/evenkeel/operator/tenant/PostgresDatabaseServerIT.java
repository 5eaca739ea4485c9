package io.evenkeel.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.operator.certificates.Authority;
import io.evenkeel.operator.certificates.Holder;
import io.evenkeel.operator.certificates.KeyMaterial;
import io.evenkeel.sql.DatastoreSettings;
import io.evenkeel.sql.LoginPassword;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PostgresDatabaseServerIT extends DatabaseServerContract {

    @Override
    LoginsServer database() {
        return PostgresWithLogins.running();
    }

    @Override
    DatabaseServer of(AdminAccess access) {
        return DatabaseServer.postgres(access);
    }

    @Override
    DatastoreSettings datastore(Tenant tenant, TenantPassword password) {
        AdminAccess access = database().admin();
        return new DatastoreSettings.Postgres(
                access.host(),
                access.port(),
                tenant.database(),
                tenant.login(),
                new LoginPassword.Known(password.secret()),
                Map.of(),
                DatastoreSettings.Options.DEFAULTS);
    }

    @Override
    String quoted(String name) {
        return Quoted.postgres(name);
    }

    @Test
    void trustsOnlyTheAuthoritiesThatItWasGiven() throws Exception {
        KeyMaterial authority = Authority.create("of the database", Instant.now());
        KeyMaterial other = Authority.create("another", Instant.now());
        KeyMaterial certificate = Authority.of(authority)
                .issue(new Holder("database", List.of(), List.of("localhost"), Duration.ofDays(1)), Instant.now());
        Path file = Files.writeString(database().folder().resolve("server.crt"), certificate.certificate());
        Path key = Files.writeString(database().folder().resolve("server.key"), certificate.key());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        database()
                .asRoot(
                        "alter system set ssl_cert_file = '" + file + "'",
                        "alter system set ssl_key_file = '" + key + "'",
                        "alter system set ssl = on",
                        "select pg_reload_conf()");
        try {
            String both = other.certificate() + authority.certificate();
            assertThat(trusting("localhost", both).connections().max())
                    .isEqualTo(database().maxConnections());

            assertThatThrownBy(() -> trusting("localhost", other.certificate()).connections())
                    .isInstanceOf(DatabaseServerException.class)
                    .hasMessageContaining("SSL error");
            assertThatThrownBy(() -> trusting(LoginsServer.LOOPBACK, both).connections())
                    .isInstanceOf(DatabaseServerException.class)
                    .hasMessageContaining("could not be verified");
        } finally {
            database()
                    .asRoot(
                            "alter system reset ssl",
                            "alter system reset ssl_cert_file",
                            "alter system reset ssl_key_file",
                            "select pg_reload_conf()");
        }
    }

    private DatabaseServer trusting(String host, String certificates) {
        AdminAccess access = database().admin();
        return DatabaseServer.postgres(new AdminAccess(
                host,
                access.port(),
                access.database(),
                access.user(),
                access.password(),
                TrustedAuthorities.parameters(certificates)));
    }

    @Override
    String letIn(String login, String quotedDatabase) {
        return "grant connect on database " + quotedDatabase + " to " + Quoted.postgres(login);
    }

    @Override
    void takeRights(Tenant tenant) throws SQLException {
        database()
                .asRoot(
                        "revoke all on database " + Quoted.postgres(tenant.database()) + " from "
                                + Quoted.postgres(tenant.login()),
                        "grant connect on database " + Quoted.postgres(tenant.database()) + " to public");
    }
}
