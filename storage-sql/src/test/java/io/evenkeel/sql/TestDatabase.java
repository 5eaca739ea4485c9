package io.evenkeel.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A kind of database with what tests must be able to do to it from outside. */
interface TestDatabase {

    Dialect dialect();

    /** A database that nothing was ever created in, with a store of this name to be. */
    DatastoreSettings fresh(String store);

    /** A connection of the test's own. */
    Connection connect(DatastoreSettings settings) throws SQLException;

    default void execute(DatastoreSettings settings, String sql) throws SQLException {
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
