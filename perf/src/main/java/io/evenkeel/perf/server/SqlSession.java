package io.evenkeel.perf.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The generator's own connection to a database, kept open so that asking costs the database one statement each time. */
final class SqlSession implements AutoCloseable {

    private final Connection connection;

    private SqlSession(Connection connection) {
        this.connection = connection;
    }

    static SqlSession open(String jdbcUrl) {
        try {
            return new SqlSession(DriverManager.getConnection(jdbcUrl));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot connect to the database", e);
        }
    }

    /** The last column of the only row that {@code query} finds. */
    String value(String query) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(row.getMetaData().getColumnCount());
        } catch (SQLException e) {
            throw new IllegalStateException("cannot ask the database: " + query, e);
        }
    }

    /** The answer must be {@code value}, or the bench ends: it is to measure a database that loses nothing. */
    void require(String query, String value) {
        String found = value(query);
        if (!found.equalsIgnoreCase(value)) {
            throw new IllegalStateException("the database answers " + query + " with " + found);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot close the connection to the database", e);
        }
    }
}
