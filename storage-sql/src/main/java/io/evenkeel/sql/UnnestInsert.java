package io.evenkeel.sql;

import io.evenkeel.mvcc.log.AppendBatch;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One array per column, so that every batch is the same statement, whatever its size. For PostgreSQL. */
final class UnnestInsert implements BatchInsert, OneTripAppend {

    private static final String INSERT = """
            insert into evenkeel_revision
                (store, batch, main, sub, key_bytes, value_bytes, create_main, version, prev_main, lease)
            select ?, ?, *
            from unnest(?::bigint[], ?::integer[], ?::bytea[], ?::bytea[],
                        ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
            """;

    private static final String INSERT_AT_HEAD = INSERT + """
            where ? = (select coalesce(max(main), 1) from evenkeel_revision where store = ?)
              and ? = coalesce((select batch from evenkeel_revision where store = ? and main = ? limit 1), 0)
            """;

    /**
     * Two statements sent as one and committed as one. At READ COMMITTED the second sees what was committed before the lock
     * was had. The lock ends with the commit. Fails with a duplicate key, or inserts nothing when the head is another.
     */
    private static final String LOCK_AND_INSERT = """
            select pg_advisory_xact_lock(%d, ?);
            %s
            """.formatted(PostgresDialect.APPEND_LOCK, INSERT_AT_HEAD);

    private static final String INSERT_AND_COMMIT = INSERT_AT_HEAD + ";\ncommit";

    private static final Set<String> DATA_ERRORS = Set.of("22", "23", "25", "42", "53", "54", "55");
    private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01", "57014");

    @Override
    public void insert(AppendConnection connection, int store, AppendBatch batch) throws SQLException {
        PreparedStatement insert = connection.prepared(INSERT);
        bind(insert, 1, store, batch);
        insert.executeUpdate();
    }

    @Override
    public boolean append(AppendConnection connection, int store, LogPosition expectedHead, AppendBatch batch)
            throws SQLException {
        PreparedStatement append = connection.prepared(LOCK_AND_INSERT);
        append.setInt(1, store);
        bindAtHead(append, 2, store, expectedHead, batch);
        append.execute();
        append.getMoreResults();
        return append.getUpdateCount() > 0;
    }

    @Override
    public boolean appendUnderLock(AppendConnection connection, int store, LogPosition expectedHead, AppendBatch batch)
            throws SQLException {
        PreparedStatement append = connection.prepared(INSERT_AND_COMMIT);
        bindAtHead(append, 1, store, expectedHead, batch);
        append.execute();
        return append.getUpdateCount() > 0;
    }

    private static void bindAtHead(
            PreparedStatement append, int first, int store, LogPosition expectedHead, AppendBatch batch)
            throws SQLException {
        int next = bind(append, first, store, batch);
        append.setLong(next, expectedHead.revision());
        append.setInt(next + 1, store);
        append.setLong(next + 2, expectedHead.batch());
        append.setInt(next + 3, store);
        append.setLong(next + 4, expectedHead.revision());
    }

    /** What the server says it has rolled back. Anything about the connection or the server's own end says nothing. */
    @Override
    public boolean isRefusal(SQLException e) {
        String state = e.getSQLState();
        return state != null && (ROLLED_BACK.contains(state) || DATA_ERRORS.contains(state.substring(0, 2)));
    }

    /** Binds a batch from parameter {@code first} on, arrays in binary form; returns the parameter after it. */
    private static int bind(PreparedStatement insert, int first, int store, AppendBatch batch) throws SQLException {
        var columns = new Columns(batch);
        insert.setInt(first, store);
        insert.setLong(first + 1, batch.id());
        insert.setObject(first + 2, columns.main);
        insert.setObject(first + 3, columns.sub);
        insert.setObject(first + 4, columns.key);
        insert.setObject(first + 5, columns.value);
        insert.setObject(first + 6, columns.createMain);
        insert.setObject(first + 7, columns.version);
        insert.setObject(first + 8, columns.previousMain);
        insert.setObject(first + 9, columns.lease);
        return first + 10;
    }

    /** A batch turned on its side. */
    private static final class Columns {

        private final long[] main;
        private final int[] sub;
        private final byte[][] key;
        private final byte[] @Nullable [] value;
        private final long[] createMain;
        private final long[] version;
        private final long[] previousMain;
        private final long[] lease;

        Columns(AppendBatch batch) {
            int rows = 0;
            for (LogEntry entry : batch.entries()) {
                rows += entry.changes().size();
            }
            main = new long[rows];
            sub = new int[rows];
            key = new byte[rows][];
            value = new byte[rows][];
            createMain = new long[rows];
            version = new long[rows];
            previousMain = new long[rows];
            lease = new long[rows];
            int row = 0;
            for (LogEntry entry : batch.entries()) {
                int place = 0;
                for (Change change : entry.changes()) {
                    main[row] = entry.revision();
                    sub[row] = place++;
                    set(row++, change);
                }
            }
        }

        private void set(int row, Change change) {
            key[row] = change.key().unsafeBytes();
            previousMain[row] = change.previousMain();
            switch (change) {
                case Change.Put put -> {
                    value[row] = put.value().unsafeBytes();
                    createMain[row] = put.createRevision();
                    version[row] = put.version();
                    lease[row] = put.lease();
                }
                case Change.Delete _ -> value[row] = null;
            }
        }
    }
}
