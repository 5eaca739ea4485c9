package io.evenkeel.sql;

import io.evenkeel.mvcc.log.LostAnswer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the appender and its database and breaks the connection around a commit when asked to: around
 * {@code commit()} in a transaction, around the statement itself where that commits.
 */
final class FaultyConnector implements Connector {

    private final Connector connector;
    private final AtomicReference<@Nullable LostAnswer> next = new AtomicReference<>();

    FaultyConnector(Connector connector) {
        this.connector = connector;
    }

    void loseNextAnswer(LostAnswer where) {
        next.set(where);
    }

    @Override
    public Connection open(Purpose purpose) throws SQLException {
        Connection connection = connector.open(purpose);
        return purpose == Purpose.APPEND ? faulty(connection) : connection;
    }

    private Connection faulty(Connection connection) {
        return Interception.proxy(Connection.class, connection, (method, _, call) -> {
            if (method.equals("commit")) {
                return aroundCommit(connection, call);
            }
            Object result = call.run();
            return result instanceof PreparedStatement statement ? faulty(connection, statement) : result;
        });
    }

    private PreparedStatement faulty(Connection connection, PreparedStatement statement) {
        return Interception.proxy(
                PreparedStatement.class,
                statement,
                (method, _, call) -> method.startsWith("execute") && commits(connection, statement)
                        ? aroundCommit(connection, call)
                        : call.run());
    }

    private static boolean commits(Connection connection, PreparedStatement statement) throws SQLException {
        return connection.getAutoCommit() || statement.toString().endsWith("commit");
    }

    private @Nullable Object aroundCommit(Connection connection, Interception.Call call) throws Throwable {
        LostAnswer where = next.getAndSet(null);
        if (where == null) {
            return call.run();
        }
        if (where == LostAnswer.AFTER_COMMIT) {
            call.run();
        }
        connection.close();
        throw new SQLException("answer lost", "08006");
    }
}
