package io.evenkeel.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL server to test with. */
record PostgresTestDatabase(DatastoreSettings.Postgres server) implements SharedTestDatabase {

    static PostgresTestDatabase embedded() {
        return new PostgresTestDatabase(EmbeddedPostgres17.settings("default"));
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRES;
    }

    @Override
    public DatastoreSettings common(String store) {
        return in(server.database(), store);
    }

    @Override
    public DatastoreSettings fresh(String store) {
        String database = FreshName.of("database");
        try {
            execute(server, "create database " + database);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return in(database, store);
    }

    private DatastoreSettings in(String database, String store) {
        return new DatastoreSettings.Postgres(
                server.host(),
                server.port(),
                database,
                server.user(),
                server.password(),
                server.parameters(),
                server.options().withStore(store));
    }

    @Override
    public Connection connect(DatastoreSettings settings) throws SQLException {
        return new PostgresConnector((DatastoreSettings.Postgres) settings).open(Connector.Purpose.SCHEMA);
    }

    @Override
    public Connection connectToWrite(DatastoreSettings settings) throws SQLException {
        return new PostgresConnector((DatastoreSettings.Postgres) settings).open(Connector.Purpose.WRITE);
    }

    @Override
    public void killOthers(Connection own) throws SQLException {
        try (Statement kill = own.createStatement()) {
            kill.execute("""
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where application_name = 'evenkeel' and pid <> pg_backend_pid()
                    """);
        }
    }

    @Override
    public String findWaitingAppend() {
        return "select 1 from pg_locks where locktype = 'advisory' and not granted";
    }
}
