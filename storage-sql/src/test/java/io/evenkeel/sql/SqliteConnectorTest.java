package io.evenkeel.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What no test of torn files can show: that the files are forced to the disk at all. */
final class SqliteConnectorTest {

    /** What {@code pragma synchronous} answers when a commit with a write-ahead log is forced before it returns. */
    private static final String FULL = "2";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Connector.Purpose.class,
            names = {"SCHEMA", "APPEND", "WRITE"})
    void forcesEveryCommitToTheDisk(Connector.Purpose purpose) throws SQLException {
        try (Connection connection = new SqliteConnector(folder.resolve("evenkeel.db")).open(purpose)) {
            assertThat(value(connection, "pragma journal_mode")).isEqualTo("wal");
            assertThat(value(connection, "pragma synchronous")).isEqualTo(FULL);
            assertThat(value(connection, "pragma fullfsync")).isEqualTo("1");
        }
    }

    private static String value(Connection connection, String pragma) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(pragma)) {
            assertThat(row.next()).as(pragma).isTrue();
            return row.getString(1);
        }
    }
}
