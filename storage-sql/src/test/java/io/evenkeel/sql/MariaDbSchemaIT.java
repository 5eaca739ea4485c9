package io.evenkeel.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MariaDbSchemaIT extends SchemaContract {

    /** What MySQL takes of a database's name and of a lock's. MariaDB takes more of a lock's, so that only its length tells. */
    private static final int LIMIT = 64;

    @Override
    TestDatabase database() {
        return MySqlTestDatabase.embedded();
    }

    @Test
    void locksItselfInDatabasesWithNamesAsLongAsTheyCanBe() throws SQLException {
        DatastoreSettings.MySql server = EmbeddedMariaDb.settings("default");
        String longest = "é".repeat(LIMIT - 1);
        Set<String> locks = new HashSet<>();

        for (String name : List.of("x".repeat(55), longest + "1", longest + "2")) {
            try (Connection connection = new MySqlConnector(server).open(Connector.Purpose.SCHEMA);
                    Statement statement = connection.createStatement()) {
                statement.execute("create database `" + name + "`");
                statement.execute("use `" + name + "`");
                Dialect.MYSQL.lockSchema(connection);
                try (ResultSet row = statement.executeQuery("select " + MySqlDialect.SCHEMA_LOCK + ", is_used_lock("
                        + MySqlDialect.SCHEMA_LOCK + ") = connection_id()")) {
                    row.next();
                    assertThat(row.getBoolean(2)).isTrue();
                    assertThat(row.getString(1)).startsWith("evenkeel ").hasSizeLessThanOrEqualTo(LIMIT);
                    locks.add(row.getString(1));
                }
            }
        }

        assertThat(locks).hasSize(3).contains("evenkeel " + "x".repeat(55));
    }
}
