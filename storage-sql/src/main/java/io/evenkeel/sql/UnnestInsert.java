package io.evenkeel.sql;

import io.evenkeel.mvcc.log.AppendBatch;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One array per column, so that every batch is the same statement, whatever its size. For PostgreSQL. */
final class UnnestInsert implements BatchInsert, OneTripAppend {

    /** The parameters are those of {@link #bind}. */
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
     * Takes the lock, compares the head, inserts, and returns how many rows; the lock ends with the transaction. A function,
     * because the lock may be taken only once the whole batch has arrived: were it a statement before the insert, a sender
     * that is lost between the two would hold it for as long as its connection seems to live. Within a function at READ
     * COMMITTED every statement sees what was committed before it began, the insert thus what was before the lock was had.
     */
    static final String CREATE_APPEND = """
            create or replace function evenkeel_append(
                integer, bigint, bigint[], integer[], bytea[], bytea[], bigint[], bigint[], bigint[], bigint[], bigint, bigint)
            returns bigint language plpgsql as $$
            declare
                appended bigint;
            begin
                perform pg_advisory_xact_lock(%d, $1);
                insert into evenkeel_revision
                    (store, batch, main, sub, key_bytes, value_bytes, create_main, version, prev_main, lease)
                select $1, $2, *
                from unnest($3, $4, $5, $6, $7, $8, $9, $10)
                where $11 = (select coalesce(max(main), 1) from evenkeel_revision where store = $1)
                  and $12 = coalesce((select batch from evenkeel_revision where store = $1 and main = $11 limit 1), 0);
                get diagnostics appended = row_count;
                return appended;
            end
            $$
            """.formatted(PostgresDialect.APPEND_LOCK);

    private static final String APPEND = "select evenkeel_append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

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
        PreparedStatement append = connection.prepared(APPEND);
        int next = bind(append, 1, store, batch);
        append.setLong(next, expectedHead.revision());
        append.setLong(next + 1, expectedHead.batch());
        try (ResultSet appended = append.executeQuery()) {
            appended.next();
            return appended.getLong(1) > 0;
        }
    }

    @Override
    public boolean appendUnderLock(AppendConnection connection, int store, LogPosition expectedHead, AppendBatch batch)
            throws SQLException {
        PreparedStatement append = connection.prepared(INSERT_AND_COMMIT);
        int next = bind(append, 1, store, batch);
        append.setLong(next, expectedHead.revision());
        append.setInt(next + 1, store);
        append.setLong(next + 2, expectedHead.batch());
        append.setInt(next + 3, store);
        append.setLong(next + 4, expectedHead.revision());
        append.execute();
        return append.getUpdateCount() > 0;
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
