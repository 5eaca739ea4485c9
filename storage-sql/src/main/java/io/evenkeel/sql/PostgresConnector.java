package io.evenkeel.sql;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections to a PostgreSQL server, after a look whether it is the primary and keeps what it confirms: after a
 * failover any new connection may lead elsewhere.
 */
final class PostgresConnector implements Connector {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresConnector.class);

    private static final String CHECK = """
            select pg_is_in_recovery(),
                   current_setting('transaction_read_only') = 'on',
                   current_setting('synchronous_commit'),
                   current_setting('fsync')
            """;

    /**
     * An appender that dies or stalls between taking the lock and committing stops every other, so the server ends its
     * transaction; and nobody waits for the lock longer than that. A transaction counts as idle up to the first message of
     * the next trip: nothing but the batch itself may be that message, or half a trip would hold the lock until the
     * transaction's own limit, which PostgreSQL has from version 17 on. One plan for all parameters, and no compiling: these
     * statements take less time than planning them does.
     */
    private static final String APPEND_SESSION = """
            set lock_timeout = '2s';
            set idle_in_transaction_session_timeout = '2s';
            set statement_timeout = '20s';
            set plan_cache_mode = force_generic_plan;
            set jit = off;
            select set_config('transaction_timeout', '20s', false)
            where current_setting('server_version_num')::integer >= 170000
            """;

    private static final String READ_SESSION = """
            set lock_timeout = '5s';
            set idle_in_transaction_session_timeout = '10s';
            set statement_timeout = '60s';
            set plan_cache_mode = force_generic_plan;
            set jit = off
            """;

    private static final String WRITE_SESSION = """
            set lock_timeout = '5s';
            set idle_in_transaction_session_timeout = '2s';
            set plan_cache_mode = force_generic_plan;
            set jit = off
            """;

    /** A scan may take as long as it takes, but its consumer has to go on. */
    private static final String SCAN_SESSION = """
            set lock_timeout = '5s';
            set idle_in_transaction_session_timeout = '10min'
            """;

    /** A notification is a commit; but nobody needs one after a crash. */
    private static final String WAKE_UP_SESSION = """
            set statement_timeout = '20s';
            set synchronous_commit = off
            """;

    private static final String SCHEMA_SESSION = """
            set lock_timeout = '60s'
            """;

    private final DatastoreSettings.Postgres settings;
    private final String url;

    PostgresConnector(DatastoreSettings.Postgres settings) {
        this.settings = settings;
        String database = URLEncoder.encode(settings.database(), StandardCharsets.UTF_8);
        this.url = "jdbc:postgresql://" + settings.host() + ":" + settings.port() + "/" + database;
    }

    @Override
    public Connection open(Purpose purpose) throws SQLException {
        Connection connection = DriverManager.getConnection(url, properties(purpose));
        try {
            if (purpose != Purpose.FOREIGN) {
                check(connection, purpose);
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        switch (purpose) {
                            case SCHEMA -> SCHEMA_SESSION;
                            case APPEND -> APPEND_SESSION;
                            case WRITE -> WRITE_SESSION;
                            case READ -> READ_SESSION;
                            case SCAN, FOREIGN -> SCAN_SESSION;
                            case WAKE_UP -> WAKE_UP_SESSION;
                        });
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Properties properties(Purpose purpose) throws SQLException {
        var properties = new Properties();
        properties.setProperty("ApplicationName", "evenkeel");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("assumeMinServerVersion", "13");
        switch (purpose) {
            case APPEND -> {
                properties.setProperty("socketTimeout", "30");
                properties.setProperty("prepareThreshold", "1");
            }
            case READ -> properties.setProperty("socketTimeout", "90");
            case WAKE_UP -> properties.setProperty("socketTimeout", "30");
            case SCHEMA, WRITE, SCAN, FOREIGN -> {}
        }
        properties.putAll(settings.parameters());
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password().read());
        return properties;
    }

    private static void check(Connection connection, Purpose purpose) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CHECK)) {
            row.next();
            if (row.getBoolean(1)) {
                throw new UnfitServerException("the server is a standby; evenkeel needs the primary");
            }
            if (row.getBoolean(2)) {
                throw new UnfitServerException("the server allows reads only (default_transaction_read_only)");
            }
            if (row.getString(3).equals("off")) {
                throw new UnfitServerException("synchronous_commit is off: the server would confirm writes that it can"
                        + " still lose. Set it to on for this database or user");
            }
            if (purpose == Purpose.SCHEMA && row.getString(4).equals("off")) {
                LOG.warn("fsync is off in this PostgreSQL: a crash of its machine loses acknowledged writes");
            }
        }
    }
}
