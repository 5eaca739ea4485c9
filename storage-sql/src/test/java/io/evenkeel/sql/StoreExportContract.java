package io.evenkeel.sql;

import static io.evenkeel.mvcc.log.Batches.batch;
import static io.evenkeel.mvcc.log.Batches.create;
import static io.evenkeel.mvcc.log.Batches.creates;
import static io.evenkeel.mvcc.log.Batches.delete;
import static io.evenkeel.mvcc.log.Batches.withLeases;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.log.AppendBatch;
import io.evenkeel.mvcc.log.Batches;
import io.evenkeel.mvcc.log.LeaseCondition;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.log.StoreExport;
import io.evenkeel.mvcc.log.StoreExport.Row;
import io.evenkeel.mvcc.log.StoreExport.Stand;
import io.evenkeel.mvcc.log.StoreImport;
import io.evenkeel.mvcc.log.StoredLease;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What reading a whole store does, on every kind of database. */
@Timeout(60)
abstract class StoreExportContract {

    private DatastoreSettings settings;

    abstract TestDatabase database();

    @BeforeEach
    void createDatabase() {
        settings = database().fresh("read");
    }

    @Test
    void readsEveryRowWithWhatBelongsToIt() {
        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            datastore.leases().grant(7, 60);
            Batches.append(datastore.log(), 1, batch(11, 2, create("a", "1", 2), create("b", "", 2)), false);
            Batches.append(datastore.log(), 2, batch(12, 3, delete("a", 2)), false);
            datastore.log().compact(2);
            datastore.log().purge(2);
        }

        Read read = read(settings);

        assertThat(read.leases).containsExactly(new StoredLease(7, 60));
        assertThat(read.stand().head()).isEqualTo(3);
        assertThat(read.stand().compacted()).isEqualTo(2);
        assertThat(read.stand().purged()).isEqualTo(2);
        assertThat(read.rows)
                .extracting(row -> row.change().metadata().key())
                .containsExactly(Key.of("a"), Key.of("b"), Key.of("a"));
        assertThat(read.rows).extracting(Row::batch).containsExactly(11L, 11L, 12L);
        assertThat(read.rows).extracting(Row::previousMain).containsExactly(0L, 0L, 2L);
        assertThat(read.rows.get(1).change().value()).isNotNull();
        assertThat(read.rows.get(2).change().value()).isNull();
    }

    @Test
    void seesOneSnapshotWhileTheStoreIsServed() {
        try (SqlDatastore datastore = SqlDatastore.open(settings);
                StoreExport export = SqlDatastore.openExport(settings)) {
            datastore.leases().grant(7, 60);
            Batches.append(datastore.log(), 1, creates(11, 2, 500), false);
            var read = new Read() {
                @Override
                public void begin(Stand begun, List<StoredLease> all) {
                    super.begin(begun, all);
                    Batches.append(datastore.log(), 501, creates(12, 502, 5), false);
                    datastore.log().append(new LogPosition(506, 12), revoke());
                    datastore.log().compact(506);
                }
            };

            export.read(read);

            assertThat(read.stand().head()).isEqualTo(501);
            assertThat(read.stand().compacted()).isEqualTo(-1);
            assertThat(read.rows).hasSize(500);
            assertThat(read.leases).hasSize(1);
            assertThat(datastore.leases().list()).isEmpty();
        }
    }

    private static AppendBatch revoke() {
        return withLeases(creates(13, 507, 1), new LeaseCondition.Revoked(7));
    }

    @Test
    void showsWhereAHeadWithoutAChangeIs() {
        try (StoreImport target = SqlDatastore.openImport(settings, "a test")) {
            target.finish(900, 900);
        }

        Read read = read(settings);

        assertThat(read.stand().head()).isEqualTo(900);
        assertThat(read.rows).singleElement().matches(Row::isHeadMark);
    }

    @Test
    void refusesWhatIsNotThere() throws Exception {
        assertThatThrownBy(() -> SqlDatastore.openExport(settings))
                .isInstanceOf(UnfitDatastoreException.class)
                .hasMessageMatching("there (is no SQLite database|are no tables of evenkeel).*");

        SqlDatastore.open(settings).close();
        database().execute(settings, "update evenkeel_store set name = 'other'");

        assertThatThrownBy(() -> SqlDatastore.openExport(settings))
                .isInstanceOf(UnfitDatastoreException.class)
                .hasMessageStartingWith("the store \"read\"")
                .hasMessageEndingWith("does not exist");
    }

    @Test
    void refusesASchemaOfAnotherVersion() throws Exception {
        SqlDatastore.open(settings).close();
        database().execute(settings, "update evenkeel_schema set version = 1");

        assertThatThrownBy(() -> SqlDatastore.openExport(settings))
                .isInstanceOf(UnfitDatastoreException.class)
                .hasMessageContaining("has version 1");
    }

    @Test
    void refusesAnUnfinishedImport() {
        SqlDatastore.openImport(settings, "a test").close();

        assertThatThrownBy(() -> SqlDatastore.openExport(settings))
                .isInstanceOf(UnfitDatastoreException.class)
                .hasMessageContaining("only partly filled");
    }

    private static Read read(DatastoreSettings settings) {
        try (StoreExport export = SqlDatastore.openExport(settings)) {
            var read = new Read();
            export.read(read);
            return read;
        }
    }

    private static class Read implements StoreExport.Reader {

        @Nullable
        Stand stand;

        List<StoredLease> leases = List.of();
        final List<Row> rows = new ArrayList<>();

        @Override
        public void begin(Stand begun, List<StoredLease> all) {
            stand = begun;
            leases = all;
        }

        @Override
        public void row(Row row) {
            rows.add(row);
        }

        Stand stand() {
            return Objects.requireNonNull(stand);
        }
    }
}
