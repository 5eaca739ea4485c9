package io.evenkeel.sql;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import io.evenkeel.mvcc.log.StoreExport;
import io.evenkeel.mvcc.log.StoredLease;
import io.evenkeel.sql.Connector.Purpose;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys that exist in a kine, read out of its table in one transaction that sees one snapshot. Of its history only what makes up
 * the newest versions is read.
 *
 * <p>A row is a change and its {@code id} the revision; the newest row of a name is the key as it is. What kine keeps there of its
 * own is left out: its mark of what is compacted, and the rows that fill gaps, which look like deleted keys. A lease is a number of
 * seconds, shared by all keys that have the same, as kine's API shows it.
 */
final class KineTable implements StoreExport {

    /** Each may have the largest value there is. */
    private static final int ROWS_AT_A_TIME = 32;

    private static final String TABLE = "kine";

    private static final String COMPACT_KEY = "compact_rev_key";

    /** Where kine puts what an API server writes to {@link #COMPACT_KEY}, which it needs for itself. */
    private static final String COMPACT_KEY_OF_CLIENTS = "compact_rev_key_apiserver";

    private static final String HEAD = "select max(id) from kine";

    private static final String COMPACTED = "select max(prev_revision) from kine where name = 'compact_rev_key'";

    private static final String LEASES = """
            select distinct kv.lease
            from kine kv
            join (select max(id) as id from kine group by name) newest on newest.id = kv.id
            where kv.deleted = 0 and kv.lease > 0
            order by kv.lease
            """;

    /** With how many changes of a key there are since its creation: what comes closest to the version that kine does not keep. */
    private static final String ROWS = """
            select kv.id, kv.name, kv.created, kv.create_revision, kv.lease, kv.value,
                   (select count(*)
                    from kine older
                    where older.name = kv.name
                      and older.id <= kv.id
                      and older.id >= case when kv.created = 1 then kv.id else coalesce(kv.create_revision, 0) end)
            from kine kv
            join (select max(id) as id from kine group by name) newest on newest.id = kv.id
            where kv.deleted = 0 and kv.name <> 'compact_rev_key'
            order by kv.id
            """;

    private final Dialect dialect;
    private final Connections scans;

    private KineTable(Dialect dialect, Connections scans) {
        this.dialect = dialect;
        this.scans = scans;
    }

    /** As {@link SqlDatastore#openKine}. */
    static KineTable open(DatastoreSettings settings) {
        Database database = Database.toRead(settings);
        try (Connection connection = database.connector().open(Purpose.FOREIGN)) {
            try (ResultSet found = connection.getMetaData().getTables(connection.getCatalog(), null, TABLE, null)) {
                if (!found.next()) {
                    throw new UnfitDatastoreException("there is no table of kine in " + settings.description());
                }
            }
        } catch (SQLException e) {
            throw new DatastoreException("cannot open " + settings.description() + ": " + e.getMessage(), e);
        }
        return new KineTable(database.dialect(), new PooledConnections(database.connector(), Purpose.FOREIGN, 1));
    }

    @Override
    public void read(Reader reader) {
        scans.inTransaction(connection -> {
            dialect.beginSnapshot(connection);
            reader.begin(stand(connection), leases(connection));
            long rowCount = 0;
            try (PreparedStatement query = connection.prepareStatement(ROWS)) {
                query.setFetchSize(dialect.streamingFetchSize(ROWS_AT_A_TIME));
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        reader.row(new Row(change(rows), 0, 0));
                        rowCount++;
                    }
                }
            }
            return rowCount;
        });
    }

    private static Stand stand(Connection connection) throws SQLException {
        long head = Math.max(1, number(connection, HEAD));
        long compacted = number(connection, COMPACTED);
        return compacted == 0 ? new Stand(head, -1, -1, 0) : new Stand(head, compacted, compacted, 0);
    }

    /** Zero for null. */
    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static List<StoredLease> leases(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(LEASES)) {
            List<StoredLease> leases = new ArrayList<>();
            while (rows.next()) {
                leases.add(new StoredLease(rows.getLong(1), rows.getLong(1)));
            }
            return leases;
        }
    }

    private static StoredChange change(ResultSet row) throws SQLException {
        long id = row.getLong(1);
        String name = row.getString(2);
        boolean created = row.getInt(3) == 1 || row.getLong(4) == 0;
        long createRevision = created ? id : row.getLong(4);
        long lease = Math.max(0, row.getLong(5));
        byte[] value = row.getBytes(6);
        // Of an update there were two changes at least, also when the first is compacted.
        long version = Math.max(created ? 1 : 2, row.getLong(7));
        if (name.equals(COMPACT_KEY_OF_CLIENTS)) {
            return compactKey(id, createRevision, lease, value == null ? new byte[0] : value);
        }
        return put(Key.of(name), id, createRevision, version, lease, value == null ? Value.EMPTY : Value.wrap(value));
    }

    /** An API server compares the version of this key, so kine keeps it: {@code version|value}; older kines only the version. */
    private static StoredChange compactKey(long id, long createRevision, long lease, byte[] value) {
        int bar = 0;
        while (bar < value.length && value[bar] != '|') {
            bar++;
        }
        String version = new String(value, 0, bar, StandardCharsets.US_ASCII);
        byte[] rest = bar == value.length ? new byte[] {'0'} : Arrays.copyOfRange(value, bar + 1, value.length);
        return put(Key.of(COMPACT_KEY), id, createRevision, number(version), lease, Value.wrap(rest));
    }

    /** What a kine reads there: anything else than a number is no version yet. */
    private static long number(String version) {
        try {
            return Math.max(1, Long.parseLong(version));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private static StoredChange put(Key key, long id, long createRevision, long version, long lease, Value value) {
        return new StoredChange(new KeyMetadata(key, id, 0, createRevision, version, lease, value.length()), value);
    }

    @Override
    public void close() {
        scans.close();
    }
}
