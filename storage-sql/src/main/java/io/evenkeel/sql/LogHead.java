package io.evenkeel.sql;

import io.evenkeel.mvcc.log.LogPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The newest position of a log, as {@link RevisionLogSql#HEAD} finds it. That is a statement without subqueries: of one that is
 * cancelled MariaDB may send a row with null for these and no error, which would make a log look empty.
 */
final class LogHead {

    private LogHead() {}

    static LogPosition read(Connection connection, int store) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(RevisionLogSql.HEAD)) {
            query.setInt(1, store);
            try (ResultSet rows = query.executeQuery()) {
                return of(rows);
            }
        }
    }

    /** What the statement has answered; {@link LogPosition#START} of an empty log. */
    static LogPosition of(ResultSet rows) throws SQLException {
        return rows.next() ? new LogPosition(rows.getLong(1), rows.getLong(2)) : LogPosition.START;
    }
}
