package io.evenkeel.sql;

import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.log.LogSlice;
import io.evenkeel.mvcc.log.TailRead;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads stretches of the log, whole entries only.
 *
 * <p>The rows are read first and where the log stands after them: what had been purged by then did not reach the rows that
 * were read, unless the answer says so. That saves a transaction; and where the driver can, both are one round trip.
 */
final class LogPages {

    private static final Logger logger = LoggerFactory.getLogger(LogPages.class);
    private static final int MOST_ROWS = 512;

    private final Dialect dialect;
    private final int store;
    private final Connections reads;
    private final String stand;

    LogPages(Dialect dialect, int store, Connections reads) {
        this.dialect = dialect;
        this.store = store;
        this.reads = reads;
        this.stand = RevisionLogSql.stand(dialect);
    }

    private record Page(
            long after, List<LogEntry> entries, long compacted, long purged, long clusterId, long head, long batchAt) {

        LogSlice slice() {
            if (!entries.isEmpty() && entries.getFirst().revision() != Math.max(after, 1) + 1) {
                throw new AssertionError("log has a gap between revisions " + after + " and "
                        + entries.getFirst().revision());
            }
            return new LogSlice(entries, head, compacted, clusterId);
        }
    }

    /** As {@link io.evenkeel.mvcc.log.RevisionLog#readAfter}. The row of the position gives its batch and no more. */
    TailRead readAfter(LogPosition position, long maxBytes) {
        return reads.lend(connection -> readAfter(connection, "", position, maxBytes));
    }

    /** The same on {@code connection}, after {@code lock}, which takes the store as its parameter; empty for no lock. */
    TailRead readAfter(Connection connection, String lock, LogPosition position, long maxBytes) throws SQLException {
        Page page = read(connection, lock, position.revision(), Long.MAX_VALUE, maxBytes);
        TailRead read = tail(position, page);
        if (!(read instanceof TailRead.HistoryLost)) {
            return read;
        }
        // What is lost has to be so twice: of a statement that is cancelled MariaDB may send the row, with null for
        // subqueries.
        TailRead again = tail(position, read(connection, "", position.revision(), Long.MAX_VALUE, maxBytes));
        if (!(again instanceof TailRead.HistoryLost)) {
            logger.warn(
                    "The database did not find revision {} of batch {}, but batch {} (0 is none) and head {}; asked again it does",
                    position.revision(),
                    position.batch(),
                    page.batchAt,
                    page.head);
        }
        return again;
    }

    private static TailRead tail(LogPosition position, Page page) {
        if (position.revision() < page.purged) {
            return new TailRead.HistoryPurged(page.purged);
        }
        if (position.batch() != page.batchAt || page.head < position.revision() + page.entries.size()) {
            return new TailRead.HistoryLost(position);
        }
        return page.slice();
    }

    /** As {@link io.evenkeel.mvcc.log.RevisionLog#readEntries}. */
    TailRead readEntries(long from, long to, long maxBytes) {
        if (from < 2) {
            throw new IllegalArgumentException("entries from " + from + ", but the first is 2");
        }
        Page page = read(from - 1, to, maxBytes);
        return from < page.purged ? new TailRead.HistoryPurged(page.purged) : page.slice();
    }

    private Page read(long after, long to, long maxBytes) {
        return reads.lend(connection -> read(connection, "", after, to, maxBytes));
    }

    private Page read(Connection connection, String lock, long after, long to, long maxBytes) throws SQLException {
        // every revision has a row, so no more revisions than rows can be returned
        long reachable = Math.min(to, after + MOST_ROWS);
        Page page = readOnce(connection, lock, after, reachable, MOST_ROWS, maxBytes);
        boolean entryIsTooLong = page.entries.isEmpty() && page.head > after && to > after && page.purged <= after + 1;
        return entryIsTooLong ? readOnce(connection, "", after, after + 1, Integer.MAX_VALUE, maxBytes) : page;
    }

    private Page readOnce(Connection connection, String lock, long after, long to, int mostRows, long maxBytes)
            throws SQLException {
        if (dialect.takesSeveralStatements()) {
            String all = (lock.isEmpty() ? "" : lock + ";\n") + dialect.logRows() + ";\n" + stand;
            try (PreparedStatement query = connection.prepareStatement(all)) {
                if (!dialect.boundsBytes()) {
                    // In a transaction PostgreSQL's driver would open a cursor, and close it ahead of the next
                    // statement.
                    query.setFetchSize(dialect.streamingFetchSize(mostRows));
                }
                int first = 1;
                if (!lock.isEmpty()) {
                    query.setInt(first++, store);
                }
                int next = bindRows(query, first, after, to, mostRows, maxBytes);
                bindStand(query, next, after);
                query.execute();
                if (!lock.isEmpty()) {
                    skip(query);
                }
                List<LogEntry> entries = entries(query, mostRows, maxBytes);
                query.getMoreResults();
                return page(query, after, entries);
            }
        }
        List<LogEntry> entries;
        try (PreparedStatement rows = connection.prepareStatement(dialect.logRows())) {
            bindRows(rows, 1, after, to, mostRows, maxBytes);
            rows.execute();
            entries = entries(rows, mostRows, maxBytes);
        }
        try (PreparedStatement query = connection.prepareStatement(stand)) {
            bindStand(query, 1, after);
            query.execute();
            return page(query, after, entries);
        }
    }

    /** Reads the first result to its end: a driver that streams has no other way to the next. */
    private static void skip(PreparedStatement executed) throws SQLException {
        try (ResultSet rows = executed.getResultSet()) {
            while (rows.next()) {
                // of no interest
            }
        }
        executed.getMoreResults();
    }

    private int bindRows(PreparedStatement query, int first, long after, long to, int mostRows, long maxBytes)
            throws SQLException {
        query.setInt(first, store);
        query.setLong(first + 1, after);
        query.setLong(first + 2, to);
        query.setInt(first + 3, mostRows);
        if (!dialect.boundsBytes()) {
            return first + 4;
        }
        query.setLong(first + 4, maxBytes);
        query.setLong(first + 5, after + 1);
        return first + 6;
    }

    private void bindStand(PreparedStatement query, int first, long after) throws SQLException {
        query.setInt(first, store);
        query.setInt(first + 1, store);
        query.setLong(first + 2, after);
        query.setInt(first + 3, store);
    }

    private List<LogEntry> entries(PreparedStatement executed, int mostRows, long maxBytes) throws SQLException {
        var entries = new EntriesFromRows(maxBytes);
        try (ResultSet rows = executed.getResultSet()) {
            boolean more = true;
            // read to the end also when it is too much: a driver that streams loses the next result otherwise
            while (rows.next() && (more || dialect.takesSeveralStatements())) {
                more = more && entries.takes(rows);
            }
        }
        return entries.whole(mostRows);
    }

    private static Page page(PreparedStatement executed, long after, List<LogEntry> entries) throws SQLException {
        try (ResultSet rows = executed.getResultSet()) {
            if (!rows.next()) {
                throw new SQLException("the store has disappeared from the database");
            }
            if (rows.getBoolean("reads_only")) {
                throw new UnfitServerException("the server serves reads only by now: it is no longer the primary");
            }
            long head = rows.getLong("head");
            return new Page(
                    after,
                    entries,
                    rows.getLong("compacted"),
                    rows.getLong("purged"),
                    rows.getLong("cluster_id"),
                    head == 0 ? LogPosition.START.revision() : head,
                    rows.getLong("batch_at"));
        }
    }
}
