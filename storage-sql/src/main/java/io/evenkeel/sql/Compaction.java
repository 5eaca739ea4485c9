package io.evenkeel.sql;

import io.evenkeel.mvcc.log.DatastoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Forgets old history: first by raising a number that all replicas see, later by deleting rows.
 *
 * <p>A row is deleted by the change that superseded it, found by that change's previous revision. So a step needs to look
 * only at what lies between the old purged revision and the new one, and what lies above the new one stays whole: from there
 * on the log can still be followed.
 */
final class Compaction {

    private static final int ROWS_PER_STEP = 1000;

    private final Dialect dialect;
    private final int store;
    private final Connections writes;

    Compaction(Dialect dialect, int store, Connections writes) {
        this.dialect = dialect;
        this.store = store;
        this.writes = writes;
    }

    long compact(long revision) {
        return writes.inTransaction(connection -> {
            long compacted;
            long head;
            String sql = RevisionLogSql.COMPACTED + dialect.forUpdate();
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setInt(1, store);
                query.setInt(2, store);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    compacted = row.getLong(1);
                    head = Math.max(1, row.getLong(2));
                }
            }
            if (revision > head) {
                throw new DatastoreException("compact at " + revision + ", above head " + head);
            }
            if (revision > compacted) {
                try (PreparedStatement compact = connection.prepareStatement(RevisionLogSql.COMPACT)) {
                    compact.setLong(1, revision);
                    compact.setInt(2, store);
                    compact.executeUpdate();
                }
            }
            return compacted;
        });
    }

    long purge(long upTo) {
        return writes.inTransaction(connection -> {
            long compacted;
            long purged;
            try (PreparedStatement query = connection.prepareStatement(RevisionLogSql.COMPACTED_AND_PURGED)) {
                query.setInt(1, store);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    compacted = row.getLong(1);
                    purged = row.getLong(2);
                }
            }
            if (upTo > compacted) {
                throw new DatastoreException("purge up to " + upTo + ", above compacted " + compacted);
            }
            return upTo <= purged ? purged : purge(connection, purged, upTo);
        });
    }

    private long purge(Connection connection, long purged, long upTo) throws SQLException {
        long through = endOfStep(connection, purged, upTo);
        delete(connection, purged, through);
        try (PreparedStatement update = connection.prepareStatement(RevisionLogSql.PURGED)) {
            update.setLong(1, through);
            update.setInt(2, store);
            update.setLong(3, purged);
            if (update.executeUpdate() == 0) {
                connection.rollback();
                return purged;
            }
        }
        return through;
    }

    /** Deletes what compaction made unreachable from the old purged revision to a new one, which is to be noted after it. */
    void delete(Connection connection, long purged, long through) throws SQLException {
        try (PreparedStatement superseded = connection.prepareStatement(dialect.deleteSuperseded())) {
            superseded.setInt(1, store);
            superseded.setLong(2, purged);
            superseded.setLong(3, through);
            superseded.setLong(4, through);
            superseded.executeUpdate();
        }
        try (PreparedStatement tombstones = connection.prepareStatement(RevisionLogSql.DELETE_TOMBSTONES)) {
            tombstones.setInt(1, store);
            tombstones.setLong(2, purged);
            tombstones.setLong(3, through);
            tombstones.executeUpdate();
        }
    }

    /** The last revision of a step that begins after {@code purged}: at least one entry, about so many rows. */
    private long endOfStep(Connection connection, long purged, long upTo) throws SQLException {
        // every revision that is not purged has a row, so no more revisions than rows can be in a step
        long reachable = Math.min(upTo, Math.max(purged, 1) + ROWS_PER_STEP);
        try (PreparedStatement query = connection.prepareStatement(RevisionLogSql.END_OF_PURGE_STEP)) {
            query.setInt(1, store);
            query.setLong(2, purged);
            query.setLong(3, reachable);
            query.setInt(4, ROWS_PER_STEP);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Math.max(purged + 1, row.getLong(1) - 1) : reachable;
            }
        }
    }
}
