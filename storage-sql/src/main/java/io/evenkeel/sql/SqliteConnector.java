package io.evenkeel.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Opens connections to a SQLite file. One of them writes, the others only read and never wait for it: the write-ahead log
 * lets them see the last commit.
 */
final class SqliteConnector implements Connector {

    /** A kilobyte of value and its key fit several times into a page; larger pages make a small commit write more. */
    private static final int PAGE_BYTES = 8192;

    private static final int CHECKPOINT_AFTER_BYTES = 4 * 1024 * 1024;

    private static final List<String> EVERY_SESSION =
            List.of("pragma busy_timeout = 10000", "pragma temp_store = memory");

    /** What a long scan has let the write-ahead log grow to is given back down to this. */
    private static final int LOG_FILE_BYTES = 4 * CHECKPOINT_AFTER_BYTES;

    /**
     * Page size and auto-vacuum take effect in a new file only. FULL: a commit is on the disk before it returns; on macOS
     * that takes a flag of its own.
     */
    private static final List<String> WRITER = List.of(
            "pragma page_size = " + PAGE_BYTES,
            "pragma auto_vacuum = incremental",
            "pragma journal_mode = wal",
            "pragma synchronous = full",
            "pragma fullfsync = on",
            "pragma journal_size_limit = " + LOG_FILE_BYTES,
            "pragma wal_autocheckpoint = " + CHECKPOINT_AFTER_BYTES / PAGE_BYTES,
            "pragma cache_size = -16384");

    private static final List<String> READER = List.of("pragma query_only = on", "pragma cache_size = -8192");

    private final String url;

    SqliteConnector(Path file) {
        this.url = "jdbc:sqlite:" + file;
    }

    @Override
    public Connection open(Purpose purpose) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        try (Statement statement = connection.createStatement()) {
            for (String pragma : EVERY_SESSION) {
                statement.execute(pragma);
            }
            List<String> pragmas = switch (purpose) {
                case SCHEMA, APPEND, WRITE -> WRITER;
                case READ, SCAN, FOREIGN, WAKE_UP -> READER;
            };
            for (String pragma : pragmas) {
                statement.execute(pragma);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
