package io.evenkeel.sql;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections to a MySQL or MariaDB server, after a look whether it may be written to and keeps what it confirms. */
final class MySqlConnector implements Connector {

    private static final Logger LOG = LoggerFactory.getLogger(MySqlConnector.class);

    private static final String CHECK = """
            select @@read_only, @@innodb_flush_log_at_trx_commit, @@log_bin, @@sync_binlog, @@max_allowed_packet, version()
            """;

    /** One row with the largest value a client may send, every byte of it escaped, and then some. */
    private static final long LEAST_PACKET_BYTES = 8 * 1024 * 1024;

    private static final String READ_COMMITTED = "set session transaction isolation level read committed";

    /** The clock is read as local time. */
    private static final String UTC = "set session time_zone = '+00:00'";

    private static final String SHORT_LOCK_WAIT = "set session innodb_lock_wait_timeout = 2";
    private static final String LOCK_WAIT = "set session innodb_lock_wait_timeout = 5";

    /**
     * A writer that stalls with a lock stops every other: the append lock is that of the store's row, which a compaction
     * takes too. MariaDB can end just its transaction. MySQL can only end a
     * connection that is idle, in a transaction or not: the appender opens another when it has been idle.
     */
    private static final String END_IDLE_TRANSACTION = "set session idle_transaction_timeout = 2";

    private static final String END_IDLE_CONNECTION = "set session wait_timeout = 2";

    /** Neither counts as idle while a statement has come in part. */
    private static final String END_STALLED_STATEMENT = "set session net_read_timeout = 2";

    private final DatastoreSettings.MySql settings;
    private final String url;

    MySqlConnector(DatastoreSettings.MySql settings) {
        this.settings = settings;
        String database = URLEncoder.encode(settings.database(), StandardCharsets.UTF_8);
        this.url = "jdbc:mysql://" + settings.host() + ":" + settings.port() + "/" + database;
    }

    @Override
    public Connection open(Purpose purpose) throws SQLException {
        Connection connection = DriverManager.getConnection(url, properties(purpose));
        try {
            String version = purpose == Purpose.FOREIGN ? "" : check(connection, purpose);
            try (Statement statement = connection.createStatement()) {
                for (String sql : session(purpose, version)) {
                    statement.execute(sql);
                }
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Properties properties(Purpose purpose) throws SQLException {
        var properties = new Properties();
        properties.setProperty("connectTimeout", "5000");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("allowPublicKeyRetrieval", "true");
        properties.setProperty("allowMultiQueries", "true");
        properties.setProperty("rewriteBatchedStatements", "true");
        properties.setProperty("useLocalSessionState", "true");
        properties.setProperty("cachePrepStmts", "true");
        properties.setProperty("prepStmtCacheSqlLimit", "4096");
        switch (purpose) {
            case APPEND -> {
                properties.setProperty("socketTimeout", "30000");
                sendNothingBetweenResults(properties);
            }
            case READ -> {
                properties.setProperty("socketTimeout", "90000");
                sendNothingBetweenResults(properties);
            }
            case SCHEMA, WRITE, SCAN, FOREIGN, WAKE_UP -> {}
        }
        properties.putAll(settings.parameters());
        PemAuthorities.translate(properties);
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password().read());
        return properties;
    }

    /** Else the driver sends a statement at the end of a streamed result, between two of one round trip. */
    private static void sendNothingBetweenResults(Properties properties) {
        properties.setProperty("netTimeoutForStreamingResults", "0");
    }

    private static List<String> session(Purpose purpose, String version) {
        List<String> session = new ArrayList<>(List.of(READ_COMMITTED, UTC));
        switch (purpose) {
            case APPEND, WRITE -> {
                session.add(purpose == Purpose.APPEND ? SHORT_LOCK_WAIT : LOCK_WAIT);
                session.add(version.contains("MariaDB") ? END_IDLE_TRANSACTION : END_IDLE_CONNECTION);
                session.add(END_STALLED_STATEMENT);
            }
            case READ, SCAN, FOREIGN, WAKE_UP -> session.add(LOCK_WAIT);
            case SCHEMA -> {}
        }
        return session;
    }

    /** Returns the server's version. */
    private static String check(Connection connection, Purpose purpose) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CHECK)) {
            row.next();
            if (row.getBoolean(1)) {
                throw new UnfitServerException("the server allows reads only (read_only); evenkeel needs the primary");
            }
            if (row.getInt(2) != 1) {
                throw new UnfitServerException("innodb_flush_log_at_trx_commit is " + row.getInt(2)
                        + ": the server would confirm writes that it can still lose. Set it to 1");
            }
            if (purpose == Purpose.SCHEMA && row.getBoolean(3) && row.getInt(4) != 1) {
                LOG.warn(
                        "sync_binlog is {}: after a crash of this server its replicas may miss acknowledged writes",
                        row.getInt(4));
            }
            if (row.getLong(5) < LEAST_PACKET_BYTES) {
                throw new UnfitServerException("max_allowed_packet is " + row.getLong(5) + "; at least "
                        + LEAST_PACKET_BYTES + " is needed for the largest values");
            }
            return row.getString(6);
        }
    }
}
