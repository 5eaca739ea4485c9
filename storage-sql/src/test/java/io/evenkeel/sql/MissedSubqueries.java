package io.evenkeel.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands between a datastore and its database and gives null for the subqueries of a statement when asked to, and no error: as MariaDB
 * may when an administrator cancels the statement.
 */
final class MissedSubqueries implements Connector {

    private static final Set<String> SUBQUERIES = Set.of("head", "batch_at");

    private final Connector connector;
    private final AtomicBoolean next = new AtomicBoolean();

    MissedSubqueries(Connector connector) {
        this.connector = connector;
    }

    /** Of the next statement that asks for the batch at a revision. */
    void missNext() {
        next.set(true);
    }

    /** Whether none is to be missed any more. */
    boolean wasMissed() {
        return !next.get();
    }

    @Override
    public Connection open(Purpose purpose) throws SQLException {
        return Interception.proxy(Connection.class, connector.open(purpose), (_, _, call) -> {
            Object result = call.run();
            return result instanceof PreparedStatement statement ? missing(statement) : result;
        });
    }

    private PreparedStatement missing(PreparedStatement real) {
        return Interception.proxy(PreparedStatement.class, real, (_, _, call) -> {
            Object result = call.run();
            return result instanceof ResultSet rows && asksForBatch(rows) && next.getAndSet(false)
                    ? missing(rows)
                    : result;
        });
    }

    private static boolean asksForBatch(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            if (columns.getColumnLabel(i).equals("batch_at")) {
                return true;
            }
        }
        return false;
    }

    private static ResultSet missing(ResultSet real) {
        var wasNull = new AtomicBoolean();
        return Interception.proxy(ResultSet.class, real, (method, arguments, call) -> {
            if (method.equals("getLong")) {
                Object asked = Objects.requireNonNull(arguments)[0];
                String column =
                        asked instanceof Integer number ? real.getMetaData().getColumnLabel(number) : asked.toString();
                wasNull.set(SUBQUERIES.contains(column));
                return wasNull.get() ? Long.valueOf(0) : call.run();
            }
            return method.equals("wasNull") ? wasNull.get() : call.run();
        });
    }
}
