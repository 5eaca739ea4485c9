package io.evenkeel.sql;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A {@link Connector} in the shape that a connection pool asks for. */
final class ConnectorDataSource implements DataSource {

    private final Connector connector;
    private final Connector.Purpose purpose;

    /** Kept for the pool, which waits so long for a connection still being opened when it closes. */
    private volatile int loginTimeoutSeconds;

    ConnectorDataSource(Connector connector, Connector.Purpose purpose) {
        this.connector = connector;
        this.purpose = purpose;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return connector.open(purpose);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeoutSeconds = seconds;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeoutSeconds;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
