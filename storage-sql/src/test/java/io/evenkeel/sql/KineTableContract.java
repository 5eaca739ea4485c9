package io.evenkeel.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import io.evenkeel.mvcc.log.StoreExport;
import io.evenkeel.mvcc.log.StoredLease;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is read out of a table of kine, on every kind of database. */
@Timeout(60)
abstract class KineTableContract {

    private DatastoreSettings settings;
    private StoreExport.Stand stand = new StoreExport.Stand(0, 0, 0, 0);
    private final List<StoredLease> leases = new ArrayList<>();
    private final List<StoredChange> changes = new ArrayList<>();

    abstract TestDatabase database();

    /** As kine makes it, but for the indices, which change nothing but the time. */
    abstract String createTable();

    @BeforeEach
    void createKine() throws SQLException {
        settings = database().fresh("unused");
        database().execute(settings, createTable());
        insert(1, "compact_rev_key", true, false, 0, 0, 0, "");
    }

    @Test
    void readsTheNewestVersionsOfKeysInTheOrderOfRevisions() throws SQLException {
        insert(2, "/b", true, false, 0, 0, 0, "one");
        insert(3, "/a", true, false, 0, 0, 0, "two");
        insert(4, "/b", false, false, 2, 2, 0, "three");
        insert(5, "/b", false, false, 2, 4, 0, "four");

        read();

        assertThat(changes).containsExactly(put("/a", 3, 3, 1, 0, "two"), put("/b", 5, 2, 3, 0, "four"));
        assertThat(stand).isEqualTo(new StoreExport.Stand(5, -1, -1, 0));
    }

    @Test
    void leavesOutDeletedKeysAndWhatFillsGaps() throws SQLException {
        insert(2, "/gone", true, false, 0, 0, 0, "one");
        insert(3, "/gone", false, true, 2, 2, 0, "");
        insert(4, "gap-4", false, true, 0, 0, 0, null);
        insert(5, "/again", true, false, 0, 0, 0, "one");
        insert(6, "/again", false, true, 5, 5, 0, "");
        insert(7, "/again", true, false, 0, 6, 0, "two");
        insert(8, "gap-8", false, true, 0, 0, 0, null);

        read();

        assertThat(changes).containsExactly(put("/again", 7, 7, 1, 0, "two"));
        assertThat(stand.head()).isEqualTo(8);
    }

    @Test
    void knowsWhatIsCompactedAndThatTheFirstVersionsAreGone() throws SQLException {
        database().execute(settings, "update kine set prev_revision = 40 where name = 'compact_rev_key'");
        insert(30, "/a", false, false, 12, 20, 0, "new");
        insert(50, "/b", false, false, 13, 49, 0, "newest");
        insert(49, "/b", false, false, 13, 38, 0, "newer");

        read();

        assertThat(changes).containsExactly(put("/a", 30, 12, 2, 0, "new"), put("/b", 50, 13, 2, 0, "newest"));
        assertThat(stand).isEqualTo(new StoreExport.Stand(50, 40, 40, 0));
    }

    @Test
    void takesAnUpdateWithoutACreateRevisionForACreate() throws SQLException {
        insert(5, "/a", false, false, 0, 4, 0, "old kine");

        read();

        assertThat(changes).containsExactly(put("/a", 5, 5, 1, 0, "old kine"));
    }

    @Test
    void hasOneLeaseForEachNumberOfSeconds() throws SQLException {
        insert(2, "/a", true, false, 0, 0, 3600, "one");
        insert(3, "/b", true, false, 0, 0, 15, "two");
        insert(4, "/c", true, false, 0, 0, 3600, "three");
        insert(5, "/d", true, false, 0, 0, 99, "gone");
        insert(6, "/d", false, true, 5, 5, 0, "");

        read();

        assertThat(leases).containsExactly(new StoredLease(15, 15), new StoredLease(3600, 3600));
        assertThat(changes)
                .containsExactly(
                        put("/a", 2, 2, 1, 3600, "one"),
                        put("/b", 3, 3, 1, 15, "two"),
                        put("/c", 4, 4, 1, 3600, "three"));
    }

    @Test
    void givesTheKeyOfCompactionsBackItsNameVersionAndValue() throws SQLException {
        insert(2, "compact_rev_key_apiserver", true, false, 0, 0, 0, "1|0");
        insert(9, "compact_rev_key_apiserver", false, false, 2, 2, 0, "17|4711");

        read();

        assertThat(changes).containsExactly(put("compact_rev_key", 9, 2, 17, 0, "4711"));
    }

    @Test
    void readsTheKeyOfCompactionsAsOlderKinesWroteIt() throws SQLException {
        insert(9, "compact_rev_key_apiserver", true, false, 0, 0, 0, "17");

        read();

        assertThat(changes).containsExactly(put("compact_rev_key", 9, 9, 17, 0, "0"));
    }

    @Test
    void takesAMissingValueForAnEmptyOne() throws SQLException {
        insert(2, "/a", true, false, 0, 0, 0, null);

        read();

        assertThat(changes).containsExactly(put("/a", 2, 2, 1, 0, ""));
    }

    @Test
    void namesADatabaseWithoutKine() throws SQLException {
        database().execute(settings, "drop table kine");

        assertThatThrownBy(() -> SqlDatastore.openKine(settings))
                .isInstanceOf(UnfitDatastoreException.class)
                .hasMessage("there is no table of kine in " + settings.description());
    }

    private void read() {
        try (StoreExport kine = SqlDatastore.openKine(settings)) {
            kine.read(new StoreExport.Reader() {
                @Override
                public void begin(StoreExport.Stand found, List<StoredLease> granted) {
                    stand = found;
                    leases.addAll(granted);
                }

                @Override
                public void row(StoreExport.Row row) {
                    changes.add(row.change());
                }
            });
        }
    }

    private void insert(
            long id,
            String name,
            boolean created,
            boolean deleted,
            long createRevision,
            long prevRevision,
            long lease,
            @Nullable String value)
            throws SQLException {
        try (Connection connection = database().connect(settings);
                PreparedStatement insert = connection.prepareStatement("insert into kine"
                        + " (id, name, created, deleted, create_revision, prev_revision, lease, value)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, id);
            insert.setString(2, name);
            insert.setInt(3, created ? 1 : 0);
            insert.setInt(4, deleted ? 1 : 0);
            insert.setLong(5, createRevision);
            insert.setLong(6, prevRevision);
            insert.setLong(7, lease);
            insert.setBytes(8, value == null ? null : Value.of(value).unsafeBytes());
            insert.executeUpdate();
        }
    }

    private static StoredChange put(String key, long main, long create, long version, long lease, String text) {
        var value = Value.of(text);
        return new StoredChange(new KeyMetadata(Key.of(key), main, 0, create, version, lease, value.length()), value);
    }
}
