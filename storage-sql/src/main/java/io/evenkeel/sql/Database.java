package io.evenkeel.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A database as settings name it: its dialect, how to connect to it and, where a database belongs to one process, the right to
 * use it.
 */
record Database(Dialect dialect, Connector connector, Optional<SqliteFileLock> lock) implements AutoCloseable {

    /**
     * The database, to be written to.
     *
     * @throws UnfitDatastoreException when it belongs to another process
     */
    static Database toWrite(DatastoreSettings settings) {
        return switch (settings) {
            case DatastoreSettings.Sqlite sqlite -> {
                Path file = realPath(sqlite.file());
                yield new Database(Dialect.SQLITE, new SqliteConnector(file), Optional.of(SqliteFileLock.take(file)));
            }
            case DatastoreSettings.Postgres postgres -> shared(Dialect.POSTGRES, new PostgresConnector(postgres));
            case DatastoreSettings.MySql mysql -> shared(Dialect.MYSQL, new MySqlConnector(mysql));
        };
    }

    /**
     * The database, to be read from only. One that belongs to a process may be: its snapshots are whole for others too.
     *
     * @throws UnfitDatastoreException when there is none
     */
    static Database toRead(DatastoreSettings settings) {
        return switch (settings) {
            case DatastoreSettings.Sqlite sqlite -> {
                if (!Files.exists(sqlite.file())) {
                    throw new UnfitDatastoreException("there is no SQLite database " + sqlite.file());
                }
                yield new Database(Dialect.SQLITE, new SqliteConnector(realPath(sqlite.file())), Optional.empty());
            }
            case DatastoreSettings.Postgres postgres -> shared(Dialect.POSTGRES, new PostgresConnector(postgres));
            case DatastoreSettings.MySql mysql -> shared(Dialect.MYSQL, new MySqlConnector(mysql));
        };
    }

    private static Database shared(Dialect dialect, Connector connector) {
        return new Database(dialect, connector, Optional.empty());
    }

    /** The file itself, wherever links lead: two names of one file must lead to one lock. */
    private static Path realPath(Path file) {
        try {
            Path absolute = file.toAbsolutePath();
            Path directory = absolute.getParent();
            if (directory == null) {
                throw new UnfitDatastoreException("not a file for a SQLite database: " + file);
            }
            Files.createDirectories(directory);
            return Files.exists(absolute)
                    ? absolute.toRealPath()
                    : directory.toRealPath().resolve(file.getFileName());
        } catch (IOException e) {
            throw new UnfitDatastoreException("cannot use " + file + " for a SQLite database: " + e, e);
        }
    }

    @Override
    public void close() {
        lock.ifPresent(SqliteFileLock::close);
    }
}
