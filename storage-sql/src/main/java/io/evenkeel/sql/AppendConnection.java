package io.evenkeel.sql;

import io.evenkeel.mvcc.log.DatastoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that appends, with its prepared statements, kept open for as long as it works: an append pays for no
 * pool and no parsing. Whoever uses it holds {@link #lock}.
 *
 * <p>Where only one connection may write at all (SQLite), the other writes borrow this one by {@link #lend}.
 */
final class AppendConnection implements Connections {

    private static final int VALIDATION_SECONDS = 1;

    /** Fair, or a busy sequencer would never let a lease renewal in. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private final Connector connector;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private @Nullable Connection connection;
    private boolean closed;

    AppendConnection(Connector connector) {
        this.connector = connector;
    }

    ReentrantLock lock() {
        return lock;
    }

    /** The connection, opened when there is none. Nothing has been sent on it that is not settled. */
    Connection open() throws SQLException {
        Connection current = connection;
        if (current == null) {
            if (closed) {
                throw new SQLException("the datastore is closed");
            }
            current = connector.open(Connector.Purpose.APPEND);
            connection = current;
        }
        return current;
    }

    /** The statement for {@code sql}, prepared when first asked for. There are few texts; none is built from data. */
    PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = open().prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    boolean isAlive() throws SQLException {
        return open().isValid(VALIDATION_SECONDS);
    }

    /** Ends the transaction without a trace; a connection that cannot even do that is dropped. */
    void rollback() {
        Connection current = connection;
        if (current != null) {
            try {
                current.rollback();
            } catch (SQLException e) {
                drop();
            }
        }
    }

    /** Closes the connection, whatever state it is in; the next use opens another. */
    void drop() {
        Connection current = connection;
        connection = null;
        statements.clear();
        if (current != null) {
            try {
                current.close();
            } catch (SQLException e) {
                // it was of no use any more anyway
            }
        }
    }

    @Override
    public <T> T lend(Work<T> work) {
        lock.lock();
        try {
            return work.on(open());
        } catch (SQLException e) {
            throw new DatastoreException("evenkeel-append: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    /** In a transaction all the same: this connection never commits by itself. */
    @Override
    public <T> T inOneStatement(Work<T> work) {
        return inTransaction(work);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            drop();
        } finally {
            lock.unlock();
        }
    }
}
