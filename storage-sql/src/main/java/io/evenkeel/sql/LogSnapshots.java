package io.evenkeel.sql;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.log.LogSnapshot;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Reads all of a store at one snapshot, streaming, however long it takes. */
final class LogSnapshots {

    private static final int METADATA_ROWS_AT_A_TIME = 10_000;
    private static final int VALUE_ROWS_AT_A_TIME = 128;

    private final Dialect dialect;
    private final int store;
    private final Connections scans;

    LogSnapshots(Dialect dialect, int store, Connections scans) {
        this.dialect = dialect;
        this.store = store;
        this.scans = scans;
    }

    LogSnapshot load(Consumer<KeyMetadata> index) {
        return scans.inTransaction(connection -> {
            dialect.beginSnapshot(connection);
            long compacted;
            long clusterId;
            try (PreparedStatement query = connection.prepareStatement(RevisionLogSql.COMPACTED_AND_CLUSTER_ID)) {
                query.setInt(1, store);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    compacted = row.getLong(1);
                    clusterId = row.getLong(2);
                }
            }
            return new LogSnapshot(loadRows(connection, index), compacted, clusterId);
        });
    }

    private LogPosition loadRows(Connection connection, Consumer<KeyMetadata> index) throws SQLException {
        LogPosition head = LogPosition.START;
        try (PreparedStatement query = connection.prepareStatement(RevisionLogSql.METADATA)) {
            query.setFetchSize(dialect.streamingFetchSize(METADATA_ROWS_AT_A_TIME));
            query.setInt(1, store);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    KeyMetadata metadata = metadata(rows, rows.getInt(8));
                    if (metadata.main() != head.revision()) {
                        head = new LogPosition(metadata.main(), rows.getLong(7));
                    }
                    index.accept(metadata);
                }
            }
        }
        return head;
    }

    void scan(long upTo, Consumer<StoredChange> consumer) {
        scans.inTransaction(connection -> {
            dialect.beginSnapshot(connection);
            try (PreparedStatement query = connection.prepareStatement(RevisionLogSql.SCAN)) {
                query.setFetchSize(dialect.streamingFetchSize(VALUE_ROWS_AT_A_TIME));
                query.setInt(1, store);
                query.setLong(2, upTo);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        if (rows.getBytes(3).length == 0) {
                            continue; // the mark of a head, which an import has set
                        }
                        Value value = rows.getLong(5) == 0 ? null : EntriesFromRows.value(rows, 7);
                        consumer.accept(new StoredChange(metadata(rows, value == null ? 0 : value.length()), value));
                    }
                }
            }
            return upTo;
        });
    }

    private static KeyMetadata metadata(ResultSet row, int valueBytes) throws SQLException {
        return new KeyMetadata(
                Key.wrap(row.getBytes(3)),
                row.getLong(1),
                row.getInt(2),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                valueBytes);
    }
}
