package io.evenkeel.sql;

import io.evenkeel.mvcc.log.AppendBatch;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/** One statement per row, sent as a JDBC batch: a loop in process for SQLite, rewritten to one statement for MySQL. */
final class RowByRowInsert implements BatchInsert {

    @Override
    public void insert(AppendConnection connection, int store, AppendBatch batch) throws SQLException {
        PreparedStatement insert = connection.prepared(RevisionLogSql.INSERT);
        for (LogEntry entry : batch.entries()) {
            int sub = 0;
            for (Change change : entry.changes()) {
                bind(insert, store, entry, sub++, change);
                insert.addBatch();
            }
        }
        insert.executeBatch();
    }

    private static void bind(PreparedStatement insert, int store, LogEntry entry, int sub, Change change)
            throws SQLException {
        insert.setInt(1, store);
        insert.setLong(2, entry.revision());
        insert.setInt(3, sub);
        insert.setBytes(4, change.key().unsafeBytes());
        insert.setLong(7, change.previousMain());
        insert.setLong(9, entry.batch());
        switch (change) {
            case Change.Put put -> {
                insert.setLong(5, put.createRevision());
                insert.setLong(6, put.version());
                insert.setLong(8, put.lease());
                insert.setBytes(10, put.value().unsafeBytes());
            }
            case Change.Delete _ -> {
                insert.setLong(5, 0);
                insert.setLong(6, 0);
                insert.setLong(8, 0);
                insert.setNull(10, Types.BINARY);
            }
        }
    }
}
