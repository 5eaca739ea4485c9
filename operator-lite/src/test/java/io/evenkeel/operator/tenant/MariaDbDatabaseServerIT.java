package io.evenkeel.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.sql.DatastoreSettings;
import io.evenkeel.sql.LoginPassword;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MariaDbDatabaseServerIT extends DatabaseServerContract {

    @Override
    LoginsServer database() {
        return MariaDbWithLogins.running();
    }

    @Override
    DatabaseServer of(AdminAccess access) {
        return DatabaseServer.mySql(access);
    }

    @Override
    Map<String, String> trusting(String certificates) {
        return MySqlAuthorities.parameters(certificates);
    }

    @Override
    String untrusted() {
        return "Path does not chain with any of the trust anchors";
    }

    @Override
    String otherHost() {
        return "identity verification failed";
    }

    @Override
    DatastoreSettings datastore(Tenant tenant, TenantPassword password) {
        AdminAccess access = database().admin();
        return new DatastoreSettings.MySql(
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
        return Quoted.mySql(name);
    }

    @Override
    String letIn(String login, String quotedDatabase) {
        return "grant select on " + quotedDatabase + ".* to " + Quoted.mySql(login) + "@'%'";
    }

    @Override
    void takeRights(Tenant tenant) throws SQLException {
        String database = Quoted.mySql(Quoted.mySqlPattern(tenant.database()));
        database().asRoot("revoke create on " + database + ".* from " + Quoted.mySql(tenant.login()) + "@'%'");
    }

    /** A new MariaDB opens these to all. */
    @Test
    void refusesDatabasesThatEveryLoginCanRead() {
        var owner = new Owner("test", "cp", "uid-1");

        for (String name : new String[] {"test", "test_cp", "Test_cp"}) {
            assertThatThrownBy(() -> of(database().admin())
                            .ensure(new Tenant(owner, name, "login"), new TenantPassword("secret")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void refusesNamesThatRightsCannotBeGivenOn() {
        var owner = new Owner("team", "granted", "uid-1");

        assertThatThrownBy(() -> of(database().admin())
                        .ensure(new Tenant(owner, "_".repeat(33), "login"), new TenantPassword("secret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("counted twice");
    }

    /** What docs/control-planes.md says that an admin needs, where names are not given. */
    @Test
    void needsNoRightsBeyondItsOwnDatabases() throws SQLException {
        String admin = "'narrow'@'%'";
        database()
                .asRoot(
                        "create user " + admin + " identified by 'narrow-secret'",
                        "grant create user, process on *.* to " + admin,
                        "grant select on mysql.user to " + admin,
                        "grant select, insert, update, delete, create, drop, alter, index, references on `evenkeel\\_%`.* to "
                                + admin + " with grant option");
        AdminAccess wide = database().admin();
        DatabaseServer server = of(new AdminAccess(
                wide.host(), wide.port(), wide.database(), "narrow", "narrow-secret", wide.parameters()));
        Tenant tenant = server.names().tenantFor(new Owner("team", "narrow", "uid-1"));

        server.ensure(tenant, new TenantPassword("first"));
        server.setPassword(tenant, new TenantPassword("second"));
        server.ensure(tenant, new TenantPassword("second"));
        try (Connection connection = database().connect(tenant.database(), tenant.login(), "second");
                Statement statement = connection.createStatement()) {
            statement.execute("create table t (a int)");
        }
        assertThat(server.connections()).isNotNull();

        server.drop(tenant);
        assertThat(server.has(tenant)).isFalse();
    }
}
