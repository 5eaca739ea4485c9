package io.evenkeel.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.mvcc.log.AppendResult;
import io.evenkeel.mvcc.log.Batches;
import io.evenkeel.mvcc.log.LogPosition;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tenants with a schema or a database of their own on one server: each has its store of the same name. */
class TenantsIT {

    private static final String PASSWORD = "secret";

    @Test
    void haveASchemaEachInPostgres() throws SQLException {
        DatastoreSettings.Postgres server = EmbeddedPostgres17.settings("default");
        String one = FreshName.of("tenant");
        String other = FreshName.of("tenant");
        String url = "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.database();
        for (String tenant : List.of(one, other)) {
            execute(
                    url,
                    server.user(),
                    server.password().read(),
                    "create role " + tenant + " login password '" + PASSWORD + "'");
            execute(url, server.user(), server.password().read(), "create schema authorization " + tenant);
        }

        appends(postgres(server, one));
        appends(postgres(server, other));

        assertThatThrownBy(() -> execute(url, other, PASSWORD, "select * from " + one + ".evenkeel_revision"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied for schema " + one);
    }

    /** The server of these tests knows no logins. */
    @Test
    void haveADatabaseEachInMariaDb() throws SQLException {
        DatastoreSettings.MySql server = EmbeddedMariaDb.settings("default");
        for (String tenant : List.of(FreshName.of("tenant"), FreshName.of("tenant"))) {
            execute(
                    "jdbc:mysql://" + server.host() + ":" + server.port() + "/",
                    server.user(),
                    server.password().read(),
                    "create database " + tenant);
            appends(new DatastoreSettings.MySql(
                    server.host(),
                    server.port(),
                    tenant,
                    tenant,
                    new LoginPassword.Known(PASSWORD),
                    Map.of(),
                    server.options()));
        }
    }

    private static DatastoreSettings postgres(DatastoreSettings.Postgres server, String tenant) {
        return new DatastoreSettings.Postgres(
                server.host(),
                server.port(),
                server.database(),
                tenant,
                new LoginPassword.Known(PASSWORD),
                Map.of("currentSchema", tenant),
                server.options());
    }

    /** In a store that is empty at first, although another tenant has one of the same name. */
    private static void appends(DatastoreSettings settings) {
        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            assertThat(datastore.log().append(LogPosition.START, Batches.creates(11, 2, 1)))
                    .isEqualTo(new AppendResult.Appended());
        }
    }

    private static void execute(String url, String user, String password, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
