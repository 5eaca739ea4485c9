package io.evenkeel.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** SQLite files in a directory. */
record SqliteTestDatabase(Path directory) implements TestDatabase {

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public DatastoreSettings fresh(String store) {
        return new DatastoreSettings.Sqlite(
                directory.resolve(FreshName.of("database")), DatastoreSettings.Options.DEFAULTS.withStore(store));
    }

    @Override
    public Connection connect(DatastoreSettings settings) throws SQLException {
        Path file = ((DatastoreSettings.Sqlite) settings).file();
        return new SqliteConnector(file).open(Connector.Purpose.SCHEMA);
    }
}
