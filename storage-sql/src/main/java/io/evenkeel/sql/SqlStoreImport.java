package io.evenkeel.sql;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import io.evenkeel.mvcc.log.StoreImport;
import io.evenkeel.mvcc.log.StoredLease;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The filling of a store in a SQL database. Every step is a transaction that begins with a look at {@link ImportRow}. */
final class SqlStoreImport implements StoreImport {

    /** A head above the last change: a deleted key that no client can name, since a key has at least one byte. */
    private static final KeyMetadata HEAD_MARK = new KeyMetadata(Key.of(""), 0, 0, 0, 0, 0, 0);

    private final Dialect dialect;
    private final int store;
    private final ImportRow row;
    private final Connections writes;
    private final Resources resources;
    private final ImportedChanges imported = new ImportedChanges();
    private final Compaction compaction;

    /**
     * Goes on where the store is.
     *
     * @param resources closed with the import
     */
    SqlStoreImport(
            Dialect dialect, int store, ImportRow row, Connections writes, Connections scans, Resources resources) {
        this.dialect = dialect;
        this.store = store;
        this.row = row;
        this.writes = writes;
        this.resources = resources;
        this.compaction = new Compaction(dialect, store, writes);
        new LogSnapshots(dialect, store, scans).load(imported::take);
    }

    @Override
    public Optional<Revision> resumeAfter() {
        return imported.last();
    }

    @Override
    public void add(List<StoredChange> changes) {
        writes.inTransaction(connection -> {
            row.lock(connection, store, dialect);
            try (PreparedStatement insert = connection.prepareStatement(RevisionLogSql.INSERT)) {
                for (StoredChange change : changes) {
                    bind(insert, change.metadata(), change.value(), imported.take(change.metadata()));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            return changes.size();
        });
    }

    private void bind(PreparedStatement insert, KeyMetadata change, @Nullable Value value, long previousMain)
            throws SQLException {
        insert.setInt(1, store);
        insert.setLong(2, change.main());
        insert.setInt(3, change.sub());
        insert.setBytes(4, change.key().unsafeBytes());
        insert.setLong(5, change.createRevision());
        insert.setLong(6, change.version());
        insert.setLong(7, previousMain);
        insert.setLong(8, change.lease());
        insert.setLong(9, row.batch());
        if (value == null) {
            insert.setNull(10, Types.BINARY);
        } else {
            insert.setBytes(10, value.unsafeBytes());
        }
    }

    @Override
    public void addLeases(List<StoredLease> leases) {
        String sql = dialect.unlessThere(LeaseStoreSql.grant(dialect.nowMillis()));
        writes.inTransaction(connection -> {
            row.lock(connection, store, dialect);
            try (PreparedStatement grant = connection.prepareStatement(sql)) {
                for (StoredLease lease : leases) {
                    if (lease.id() == 0 || lease.ttlSeconds() <= 0) {
                        throw new IllegalArgumentException(
                                "lease " + lease.id() + " with a TTL of " + lease.ttlSeconds() + " s");
                    }
                    grant.setInt(1, store);
                    grant.setLong(2, lease.id());
                    grant.setLong(3, lease.ttlSeconds());
                    grant.setLong(4, lease.ttlSeconds());
                    grant.addBatch();
                }
                grant.executeBatch();
            }
            return leases.size();
        });
    }

    @Override
    public void finish(long head, long compacted) {
        long last = imported.last().map(Revision::main).orElse(1L);
        if (head < last || (head > last && compacted != head) || compacted > head) {
            throw new IllegalArgumentException("a head of " + head + ", compacted at " + compacted
                    + ", does not go with a last change at " + last);
        }
        if (head == last && imported.wholeFrom() > Math.max(compacted, 2)) {
            throw new IllegalArgumentException("revisions below " + imported.wholeFrom()
                    + " are missing, which is possible only below the compacted revision, " + compacted);
        }
        deleteCompacted(compacted);
        writes.inTransaction(connection -> {
            row.lock(connection, store, dialect);
            if (head > last) {
                insertMark(connection, head);
            }
            startLeases(connection);
            StoreRow.reset(connection, store, compacted, new SecureRandom());
            ImportRow.delete(connection, store);
            return head;
        });
    }

    /** From the beginning also when it was begun before: of what was added again, some may be compacted. */
    private void deleteCompacted(long compacted) {
        long purged = -1;
        for (long stepEnd : imported.stepEnds()) {
            if (stepEnd < compacted) {
                deleteCompacted(purged, stepEnd);
                purged = stepEnd;
            }
        }
        if (compacted > purged) {
            deleteCompacted(purged, compacted);
        }
    }

    private void deleteCompacted(long purged, long through) {
        writes.inTransaction(connection -> {
            row.lock(connection, store, dialect);
            compaction.delete(connection, purged, through);
            return through;
        });
    }

    private void insertMark(Connection connection, long head) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(RevisionLogSql.INSERT)) {
            bind(insert, HEAD_MARK, null, 0);
            insert.setLong(2, head);
            insert.executeUpdate();
        }
    }

    private void startLeases(Connection connection) throws SQLException {
        try (PreparedStatement start = connection.prepareStatement(LeaseStoreSql.startAnew(dialect.nowMillis()))) {
            start.setInt(1, store);
            start.executeUpdate();
        }
    }

    @Override
    public void close() {
        resources.close();
    }
}
