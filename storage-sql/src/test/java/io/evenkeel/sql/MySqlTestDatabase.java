package io.evenkeel.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A MySQL or MariaDB server to test with. */
record MySqlTestDatabase(DatastoreSettings.MySql server) implements SharedTestDatabase {

    private static final int NO_SUCH_THREAD = 1094;

    static MySqlTestDatabase embedded() {
        return new MySqlTestDatabase(EmbeddedMariaDb.settings("default"));
    }

    @Override
    public Dialect dialect() {
        return Dialect.MYSQL;
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
        return new DatastoreSettings.MySql(
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
        return new MySqlConnector((DatastoreSettings.MySql) settings).open(Connector.Purpose.SCHEMA);
    }

    @Override
    public Connection connectToWrite(DatastoreSettings settings) throws SQLException {
        return new MySqlConnector((DatastoreSettings.MySql) settings).open(Connector.Purpose.WRITE);
    }

    @Override
    public void killOthers(Connection own) throws SQLException {
        try (Statement statement = own.createStatement()) {
            List<Long> ids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("""
                    select id from information_schema.processlist
                    where user = substring_index(current_user(), '@', 1) and id <> connection_id()
                    """)) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
            for (long id : ids) {
                try {
                    statement.execute("kill " + id);
                } catch (SQLException e) {
                    if (e.getErrorCode() != NO_SUCH_THREAD) {
                        throw e;
                    }
                }
            }
        }
    }

    @Override
    public String findWaitingAppend() {
        return "select 1 from information_schema.processlist"
                + " where info like 'select id from evenkeel_store%for update%' and id <> connection_id()";
    }
}
