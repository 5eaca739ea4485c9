package io.evenkeel.e2e.tools;

import io.evenkeel.sql.DatastoreSettings;
import io.evenkeel.sql.EmbeddedPostgres17;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * The clock of a PostgreSQL as servers of one store see it: their search path has a schema of the test's before PostgreSQL's own,
 * with a function in it of the name that they ask for the time.
 */
public final class SettableClock {

    private static final String SCHEMA = "settable_clock";

    private final DatastoreSettings.Postgres server;

    private SettableClock(DatastoreSettings.Postgres server) {
        this.server = server;
    }

    /** One that is right. */
    public static SettableClock create() {
        var clock = new SettableClock(EmbeddedPostgres17.settings("clock"));
        clock.execute("create schema if not exists " + SCHEMA);
        clock.set(Duration.ZERO);
        return clock;
    }

    /** Sets it to so much after what is right, or before it when that is negative. */
    public void set(Duration ahead) {
        execute("""
                create or replace function %s.clock_timestamp() returns timestamptz language sql volatile
                as $$ select pg_catalog.clock_timestamp() + interval '%d seconds' $$
                """.formatted(SCHEMA, ahead.toSeconds()));
    }

    /** A store that nobody has used before, for servers that go by this clock. */
    public Backend.Datastore fresh(Path folder) {
        Backend.Datastore plain = Backend.POSTGRES.fresh(folder);
        return new Backend.Datastore(plain.url() + "?currentSchema=" + SCHEMA + ",public,pg_catalog", plain.store());
    }

    private void execute(String sql) {
        String url = "jdbc:postgresql://%s:%d/%s".formatted(server.host(), server.port(), server.database());
        try (Connection connection = DriverManager.getConnection(
                        url, server.user(), server.password().read());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
