package io.evenkeel.operator.tenant;

import java.sql.Connection;
import java.sql.SQLException;

/** Steps of which all are done or none, on a connection that commits by itself before and after. */
final class Transaction {

    interface Steps {
        void run() throws SQLException;
    }

    private Transaction() {}

    static void run(Connection connection, Steps steps) throws SQLException {
        connection.setAutoCommit(false);
        try {
            steps.run();
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        }
        connection.setAutoCommit(true);
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
