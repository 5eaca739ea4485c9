package io.evenkeel.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.evenkeel.mvcc.log.DatastoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A small pool of connections for one purpose, so that the slow purpose never takes a connection from the quick one. */
final class PooledConnections implements Connections {

    private static final long WAIT_FOR_CONNECTION_MILLIS = 5_000;

    private final String purpose;
    private final HikariDataSource pool;

    PooledConnections(Connector connector, Connector.Purpose purpose, int size) {
        var config = new HikariConfig();
        this.purpose = purpose.name().toLowerCase(Locale.ROOT);
        config.setPoolName("evenkeel-" + this.purpose);
        config.setDataSource(new ConnectorDataSource(connector, purpose));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(WAIT_FOR_CONNECTION_MILLIS);
        config.setInitializationFailTimeout(-1);
        this.pool = new HikariDataSource(config);
    }

    @Override
    public <T> T lend(Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            boolean done = false;
            try {
                T result = work.on(connection);
                if (!connection.getAutoCommit()) {
                    connection.setAutoCommit(true);
                }
                done = true;
                return result;
            } finally {
                if (!done) {
                    // Whether it is in a transaction is unknown: a driver notes what it asked for, though the server
                    // may have refused. And where the server has become unfit, another is looked for.
                    pool.evictConnection(connection);
                }
            }
        } catch (SQLException e) {
            throw new DatastoreException(pool.getPoolName() + ": " + reason(e), e);
        }
    }

    /** The pool says only that it has no connection; why the last one could not be made is the cause of that. */
    private static @Nullable String reason(SQLException e) {
        return e instanceof SQLTransientConnectionException && e.getCause() != null
                ? e.getCause().getMessage()
                : e.getMessage();
    }

    @Override
    public Optional<PoolCounts> counts() {
        HikariPoolMXBean now = pool.getHikariPoolMXBean();
        return Optional.of(new PoolCounts(
                purpose,
                now.getActiveConnections(),
                now.getIdleConnections(),
                now.getThreadsAwaitingConnection(),
                pool.getMaximumPoolSize()));
    }

    @Override
    public void close() {
        pool.close();
    }
}
