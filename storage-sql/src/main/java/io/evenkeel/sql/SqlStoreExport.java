package io.evenkeel.sql;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import io.evenkeel.mvcc.log.StoreExport;
import io.evenkeel.mvcc.log.StoredLease;
import io.evenkeel.sql.Connector.Purpose;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The reading of a whole store out of a SQL database, in one transaction that sees one snapshot. */
final class SqlStoreExport implements StoreExport {

    /** Each may have the largest value there is. */
    private static final int ROWS_AT_A_TIME = 32;

    private static final String STAND = """
            select compacted, purged, cluster_id from evenkeel_store where id = ?
            """;

    private static final String LEASES = """
            select id, ttl_seconds from evenkeel_lease where store = ? order by id
            """;

    private static final String ROWS = """
            select main, sub, key_bytes, create_main, version, lease, value_bytes, prev_main, batch
            from evenkeel_revision
            where store = ?
            order by main, sub
            """;

    private final Dialect dialect;
    private final int store;
    private final Connections scans;

    private SqlStoreExport(Dialect dialect, int store, Connections scans) {
        this.dialect = dialect;
        this.store = store;
        this.scans = scans;
    }

    /** As {@link SqlDatastore#openExport}. */
    static SqlStoreExport open(DatastoreSettings settings) {
        Database database = Database.toRead(settings);
        int store;
        try (Connection connection = database.connector().open(Purpose.SCAN)) {
            new Schema(database.dialect()).requireCurrent(connection);
            store = StoreRow.find(connection, settings.options().store())
                    .orElseThrow(() -> new UnfitDatastoreException(OpenStore.name(settings) + " does not exist"));
            ImportRow.find(connection, store).ifPresent(unfinished -> {
                throw OpenStore.unfinished(settings, unfinished);
            });
        } catch (UnfitServerException e) {
            throw new UnfitDatastoreException(settings.description() + ": " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new DatastoreException("cannot open " + settings.description() + ": " + e.getMessage(), e);
        }
        return new SqlStoreExport(
                database.dialect(), store, new PooledConnections(database.connector(), Purpose.SCAN, 1));
    }

    @Override
    public void read(Reader reader) {
        scans.inTransaction(connection -> {
            dialect.beginSnapshot(connection);
            reader.begin(stand(connection), leases(connection));
            try (PreparedStatement query = connection.prepareStatement(ROWS)) {
                query.setFetchSize(dialect.streamingFetchSize(ROWS_AT_A_TIME));
                query.setInt(1, store);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        reader.row(row(rows));
                    }
                }
            }
            return store;
        });
    }

    private Stand stand(Connection connection) throws SQLException {
        long head = LogHead.read(connection, store).revision();
        try (PreparedStatement query = connection.prepareStatement(STAND)) {
            query.setInt(1, store);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return new Stand(head, row.getLong(1), row.getLong(2), row.getLong(3));
            }
        }
    }

    private List<StoredLease> leases(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(LEASES)) {
            query.setInt(1, store);
            List<StoredLease> leases = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    leases.add(new StoredLease(rows.getLong(1), rows.getLong(2)));
                }
            }
            return leases;
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        long version = row.getLong(5);
        byte[] bytes = row.getBytes(7);
        Value value = bytes == null && version == 0 ? null : EntriesFromRows.value(row, 7);
        var metadata = new KeyMetadata(
                Key.wrap(row.getBytes(3)),
                row.getLong(1),
                row.getInt(2),
                row.getLong(4),
                version,
                row.getLong(6),
                value == null ? 0 : value.length());
        return new Row(new StoredChange(metadata, value), row.getLong(8), row.getLong(9));
    }

    @Override
    public void close() {
        scans.close();
    }
}
