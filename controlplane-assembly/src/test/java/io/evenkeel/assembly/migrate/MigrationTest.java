package io.evenkeel.assembly.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.AppendBatch;
import io.evenkeel.mvcc.log.AppendResult;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import io.evenkeel.mvcc.log.StoreExport;
import io.evenkeel.mvcc.log.StoreImport;
import io.evenkeel.mvcc.log.StoredLease;
import io.evenkeel.sql.DatastoreSettings;
import io.evenkeel.sql.SqlDatastore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations between stores in SQLite files. */
final class MigrationTest {

    private final List<String> said = new ArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void keepsTheHistoryOfAStore() {
        Place.Store from = store("from");
        Place.Store to = store("to");
        List<StoredChange> changes = List.of(
                put("a", "old", 2, 0, 2, 1, 7),
                put("b", "b", 3, 0, 3, 1, 0),
                put("a", "new", 3, 1, 2, 2, 7),
                delete("b", 4));
        fill(from, changes, 4, -1);

        assertThat(migration(from, to).run()).isTrue();

        assertThat(changes(to)).isEqualTo(changes);
        assertThat(said)
                .contains("Kept: keys, values, revisions, versions, history above the compacted revision, leases with"
                        + " their ids and their full TTL");
        assertThat(said).last().isEqualTo("They are the same");
        try (SqlDatastore datastore = SqlDatastore.open(to.settings())) {
            assertThat(datastore.log().load(_ -> {}).head().revision()).isEqualTo(4);
            assertThat(datastore.leases().find(7).orElseThrow().ttlSeconds()).isEqualTo(60);
        }
    }

    @Test
    void keepsAHeadThatIsAboveTheLastChangeAndWhatFollowedOne() {
        Place.Store from = store("from");
        Place.Store between = store("between");
        Place.Store to = store("to");
        fill(from, List.of(put("a", "a", 2, 0, 2, 1, 0)), 1000, 1000);

        assertThat(migration(from, between).run()).isTrue();
        appendOne(between, 1001);
        assertThat(migration(between, to).run()).isTrue();

        try (SqlDatastore datastore = SqlDatastore.open(to.settings())) {
            var snapshot = datastore.log().load(_ -> {});
            assertThat(snapshot.head().revision()).isEqualTo(1001);
            assertThat(snapshot.compacted()).isEqualTo(1000);
        }
    }

    @Test
    void anEmptyStoreCanBeMigratedToo() {
        Place.Store from = store("from");
        SqlDatastore.open(from.settings()).close();

        assertThat(migration(from, store("to")).run()).isTrue();

        assertThat(said).contains("Source: 0 keys, SHA-256 " + hashOf(said));
    }

    private static String hashOf(List<String> said) {
        return said.get(said.size() - 2).replaceFirst(".*SHA-256 ", "");
    }

    @Test
    void findsThatTheTargetIsDifferent() {
        Place.Store from = store("from");
        Place.Store to = store("to");
        fill(from, List.of(put("a", "a", 2, 0, 2, 1, 0)), 2, -1);
        fill(to, List.of(put("a", "b", 2, 0, 2, 1, 0)), 2, -1);

        assertThat(migration(from, to).verify()).isFalse();

        assertThat(said).last().isEqualTo("They are different");
    }

    @Test
    void comparesWithoutMigrating() {
        Place.Store from = store("from");
        Place.Store to = store("to");
        fill(from, List.of(put("a", "a", 2, 0, 2, 1, 0)), 2, -1);
        assertThat(migration(from, to).run()).isTrue();

        assertThat(migration(from, to).verify()).isTrue();
    }

    @Test
    void refusesASourceThatMovesWhileItIsRead() {
        Place.Store from = store("from");
        Place.Store to = store("to");
        fill(from, List.of(put("a", "a", 2, 0, 2, 1, 0)), 2, -1);
        var moving = new Migration(from, to, said::add, doing -> (_, _) -> {
            if (doing.equals("Copying")) {
                appendOne(from, 3);
            }
        });

        assertThatThrownBy(moving::run)
                .isInstanceOf(MigrationException.class)
                .hasMessage(
                        "the source has moved from revision 2 to 3 while it was read: stop what writes to it, and run this"
                                + " again with --discard-unfinished");
        assertThatThrownBy(() -> SqlDatastore.open(to.settings())).hasMessageContaining("is only partly filled");
        SqlDatastore.discardImport(to.settings());
        assertThat(migration(from, to).run()).isTrue();
    }

    @Test
    void doesNotGoOnWithASourceThatHasMovedSince() {
        Place.Store from = store("from");
        Place.Store to = store("to");
        fill(from, List.of(put("a", "a", 2, 0, 2, 1, 0)), 2, -1);
        var failing = new Migration(from, to, said::add, _ -> (_, _) -> {
            throw new IllegalStateException("interrupted");
        });
        assertThatThrownBy(failing::run).hasMessage("interrupted");
        appendOne(from, 3);

        assertThatThrownBy(() -> migration(from, to).run())
                .hasMessageContaining("is only partly filled, from the store \"from\"")
                .hasMessageContaining("at revision 2");
    }

    @Test
    void readsOnlyWhatExistsOfAStoreWhoseHistoryCannotBeKept() {
        Place.Store from = store("from");
        fill(
                from,
                List.of(
                        put("a", "old", 2, 0, 2, 1, 0),
                        put("b", "b", 3, 0, 3, 1, 0),
                        put("a", "new", 3, 1, 2, 2, 0),
                        delete("b", 4)),
                4,
                -1);
        List<StoredChange> read = new ArrayList<>();

        try (var live = new LiveChanges(from.openToRead())) {
            live.read(reader(read));
        }

        assertThat(read).containsExactly(put("a", "new", 3, 1, 2, 2, 0));
    }

    private Migration migration(Place from, Place to) {
        return new Migration(from, to, said::add, _ -> (_, _) -> {});
    }

    private Place.Store store(String name) {
        return new Place.Store(new DatastoreSettings.Sqlite(
                directory.resolve(name + ".db"), DatastoreSettings.Options.DEFAULTS.withStore(name)));
    }

    private static void fill(Place.Store store, List<StoredChange> changes, long head, long compacted) {
        try (StoreImport target = store.openToFill("a test")) {
            target.add(changes);
            target.addLeases(List.of(new StoredLease(7, 60)));
            target.finish(head, compacted);
        }
    }

    private static List<StoredChange> changes(Place place) {
        List<StoredChange> changes = new ArrayList<>();
        try (StoreExport store = place.openToRead()) {
            store.read(reader(changes));
        }
        return changes;
    }

    private static StoreExport.Reader reader(List<StoredChange> changes) {
        return new StoreExport.Reader() {
            @Override
            public void begin(StoreExport.Stand stand, List<StoredLease> leases) {}

            @Override
            public void row(StoreExport.Row row) {
                changes.add(row.change());
            }
        };
    }

    /** Appends a put at this revision. */
    private static void appendOne(Place.Store store, long revision) {
        try (SqlDatastore datastore = SqlDatastore.open(store.settings())) {
            var head = datastore.log().load(_ -> {}).head();
            var change = new Change.Put(Key.of("z" + revision), Value.of("z"), revision, 1, 0, 0);
            var entry = new LogEntry(revision, revision, List.of(change));
            assertThat(datastore.log().append(head, new AppendBatch(revision, List.of(entry), List.of())))
                    .isInstanceOf(AppendResult.Appended.class);
        }
    }

    private static StoredChange put(
            String key, String text, long main, int sub, long create, long version, long lease) {
        var value = Value.of(text);
        return new StoredChange(new KeyMetadata(Key.of(key), main, sub, create, version, lease, value.length()), value);
    }

    private static StoredChange delete(String key, long main) {
        return new StoredChange(new KeyMetadata(Key.of(key), main, 0, 0, 0, 0, 0), null);
    }
}
