package io.evenkeel.sql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.log.LogPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which MySQL and MariaDB servers are refused. */
final class MariaDbConnectorIT {

    private final MySqlTestDatabase database = MySqlTestDatabase.embedded();

    @Test
    void isNotReadOnceItsServerServesReadsOnly() throws SQLException {
        DatastoreSettings settings = database.common("demoted");
        try (SqlDatastore datastore = SqlDatastore.open(settings);
                Connection connection = database.connect(settings);
                Statement statement = connection.createStatement()) {
            datastore.log().readAfter(LogPosition.START, 1);
            statement.execute("set global read_only = 1");
            try {
                assertThatThrownBy(() -> datastore.log().readAfter(LogPosition.START, 1))
                        .isInstanceOf(DatastoreException.class)
                        .hasMessageContaining("reads only");
            } finally {
                statement.execute("set global read_only = 0");
            }
            datastore.log().readAfter(LogPosition.START, 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "innodb_flush_log_at_trx_commit, 2, 1",
        "read_only, 1, 0",
        "max_allowed_packet, 1048576, 16777216",
    })
    void refusesAServerWith(String variable, String unfit, String fit) throws SQLException {
        DatastoreSettings settings = database.common("default");
        try (Connection connection = database.connect(settings);
                Statement statement = connection.createStatement()) {
            statement.execute("set global " + variable + " = " + unfit);
            try {
                assertThatThrownBy(() -> SqlDatastore.open(settings))
                        .isInstanceOf(UnfitDatastoreException.class)
                        .hasMessageContaining(variable);
            } finally {
                statement.execute("set global " + variable + " = " + fit);
            }
        }
    }
}
