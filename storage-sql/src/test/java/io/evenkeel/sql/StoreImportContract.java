package io.evenkeel.sql;

import static io.evenkeel.mvcc.log.Batches.creates;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.AppendResult.Appended;
import io.evenkeel.mvcc.log.Batches;
import io.evenkeel.mvcc.log.ImportBatches;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.LogSlice;
import io.evenkeel.mvcc.log.LogSnapshot;
import io.evenkeel.mvcc.log.RevisionLog;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import io.evenkeel.mvcc.log.StoreImport;
import io.evenkeel.mvcc.log.StoredLease;
import io.evenkeel.mvcc.log.TailRead.HistoryPurged;
import io.evenkeel.mvcc.member.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an import does, on every kind of database. */
@Timeout(60)
abstract class StoreImportContract {

    private static final String SOURCE = "a test";

    private DatastoreSettings settings;

    abstract TestDatabase database();

    @BeforeEach
    void createDatabase() {
        settings = database().fresh("filled");
    }

    @Test
    void fillsAStoreWithWholeHistory() {
        List<StoredChange> changes =
                List.of(put("a", 2, 0, 2, 1), put("b", 2, 1, 2, 1), put("a", 3, 0, 2, 2), delete("b", 4, 0));

        importAll(changes, 4, -1);

        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            assertThat(scan(datastore.log())).isEqualTo(changes);
            assertThat(snapshot(datastore).head().revision()).isEqualTo(4);
            assertThat(snapshot(datastore).compacted()).isEqualTo(-1);
            assertThat(Batches.append(datastore.log(), 4, creates(11, 5, 1), false))
                    .isEqualTo(new Appended());
            assertThat(((LogSlice) datastore.log().readEntries(2, 9, Long.MAX_VALUE)).entries())
                    .hasSize(4);
        }
    }

    @Test
    void keepsWhatReplacedWhatSoThatLaterCompactionsDeleteIt() {
        importAll(List.of(put("a", 2, 0, 2, 1), put("a", 3, 0, 2, 2), put("b", 4, 0, 4, 1)), 4, -1);

        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            datastore.log().compact(4);
            datastore.log().purge(4);

            assertThat(scan(datastore.log())).containsExactly(put("a", 3, 0, 2, 2), put("b", 4, 0, 4, 1));
        }
    }

    @Test
    void givesTheStoreAHeadAboveItsLastChangeAndDeletesWhatThatCompacts() {
        importAll(
                List.of(put("a", 2, 0, 2, 1), put("b", 3, 0, 3, 1), put("a", 4, 0, 2, 2), delete("b", 5, 0)),
                1_000_000_005,
                1_000_000_005);

        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            RevisionLog log = datastore.log();
            LogSnapshot snapshot = snapshot(datastore);
            assertThat(snapshot.head().revision()).isEqualTo(1_000_000_005);
            assertThat(snapshot.compacted()).isEqualTo(1_000_000_005);
            assertThat(scan(log)).containsExactly(put("a", 4, 0, 2, 2));
            assertThat(log.readEntries(5, 6, 1)).isInstanceOf(HistoryPurged.class);
            assertThat(log.append(snapshot.head(), creates(11, 1_000_000_006, 2)))
                    .isEqualTo(new Appended());
            assertThat(((LogSlice) log.readAfter(snapshot.head(), Long.MAX_VALUE)).entries())
                    .hasSize(2);
            log.compact(1_000_000_007);
            assertThat(log.purge(1_000_000_007)).isEqualTo(1_000_000_007);
        }
    }

    @Test
    void keepsOnlyWhatIsAboveTheCompactedRevisionOrWasNewestThen() {
        importAll(
                List.of(
                        put("a", 2, 0, 2, 1),
                        put("a", 3, 0, 2, 2),
                        put("b", 4, 0, 4, 1),
                        put("a", 5, 0, 2, 3),
                        delete("b", 6, 0)),
                6,
                4);

        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            assertThat(scan(datastore.log()))
                    .containsExactly(
                            put("a", 3, 0, 2, 2), put("b", 4, 0, 4, 1), put("a", 5, 0, 2, 3), delete("b", 6, 0));
            assertThat(((LogSlice) datastore.log().readEntries(5, 9, Long.MAX_VALUE)).entries())
                    .hasSize(2);
        }
    }

    @Test
    void anEmptyStoreCanHaveAHeadToo() {
        importAll(List.of(), 1000, 1000);

        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            assertThat(snapshot(datastore).head().revision()).isEqualTo(1000);
            assertThat(scan(datastore.log())).isEmpty();
        }
    }

    @Test
    void deletesInStepsWhatManyChangesHaveSuperseded() {
        List<StoredChange> changes = new ArrayList<>();
        for (int i = 0; i < 4500; i++) {
            changes.add(put("k" + i % 7, i + 2, 0, i % 7 + 2, i / 7 + 1));
        }

        importAll(changes, 4501, 4400);

        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            assertThat(scan(datastore.log())).hasSize(101 + 7).endsWith(changes.getLast());
        }
    }

    @Test
    void takesLeasesWithTheirFullTtl() {
        try (StoreImport target = SqlDatastore.openImport(settings, SOURCE)) {
            target.addLeases(List.of(new StoredLease(7, 60), new StoredLease(-8, 3600)));
            target.addLeases(List.of(new StoredLease(7, 99)));
            target.finish(1, -1);
        }

        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            assertThat(datastore.leases().list()).hasSize(2);
            assertThat(datastore.leases().find(7).orElseThrow().ttlSeconds()).isEqualTo(60);
            assertThat(datastore.leases().find(-8).orElseThrow().remainingMillis())
                    .isGreaterThan(3_500_000);
        }
    }

    @Test
    void everyImportHasAClusterIdOfItsOwn() {
        long before;
        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            before = snapshot(datastore).clusterId();
        }

        importAll(List.of(put("a", 2, 0, 2, 1)), 2, -1);

        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            assertThat(snapshot(datastore).clusterId()).isNotEqualTo(before);
        }
    }

    @Test
    void aStoreCannotBeOpenedBeforeItsImportIsFinished() {
        try (StoreImport target = SqlDatastore.openImport(settings, SOURCE)) {
            target.add(List.of(put("a", 2, 0, 2, 1)));
        }

        assertThatThrownBy(() -> SqlDatastore.open(settings))
                .isInstanceOf(UnfitDatastoreException.class)
                .hasMessageContaining("\"filled\"")
                .hasMessageContaining("only partly filled, from a test");
    }

    @Test
    void goesOnWhereItWasInterrupted() {
        try (StoreImport target = SqlDatastore.openImport(settings, SOURCE)) {
            assertThat(target.resumeAfter()).isEmpty();
            target.add(List.of(put("a", 2, 0, 2, 1), put("b", 3, 0, 3, 1)));
            target.add(List.of(put("a", 4, 0, 2, 2)));
        }
        try (StoreImport target = SqlDatastore.openImport(settings, SOURCE)) {
            assertThat(target.resumeAfter()).contains(new Revision(4, 0));
            target.add(List.of(put("b", 4, 1, 3, 2), put("a", 5, 0, 2, 3)));
            target.finish(5, -1);
        }

        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            assertThat(((LogSlice) datastore.log().readEntries(4, 4, 1))
                            .entries()
                            .getFirst()
                            .changes())
                    .hasSize(2)
                    .allSatisfy(change -> assertThat(change.previousMain()).isBetween(2L, 3L));
            assertThat(scan(datastore.log())).hasSize(5);
        }
    }

    @Test
    void whoGoesOnWithAnImportShutsOutWhoHadItBefore() {
        try (StoreImport first = SqlDatastore.openImport(settings, SOURCE)) {
            if (!database().dialect().shared()) {
                assertThatThrownBy(() -> SqlDatastore.openImport(settings, SOURCE))
                        .hasMessageContaining("in use by another process");
                return;
            }
            try (StoreImport second = SqlDatastore.openImport(settings, SOURCE)) {
                assertThatThrownBy(() -> first.add(List.of(put("a", 2, 0, 2, 1))))
                        .isInstanceOf(UnfitDatastoreException.class)
                        .hasMessageContaining("another process has taken over");
                second.add(List.of(put("a", 2, 0, 2, 1)));
                second.finish(2, -1);
            }
        }
    }

    @Test
    void doesNotGoOnWithAnotherSource() {
        try (StoreImport target = SqlDatastore.openImport(settings, SOURCE)) {
            target.add(List.of(put("a", 2, 0, 2, 1)));
        }

        assertThatThrownBy(() -> SqlDatastore.openImport(settings, "another"))
                .isInstanceOf(UnfitDatastoreException.class)
                .hasMessageContaining("from a test");
    }

    @Test
    void canBeThrownAway() {
        List<StoredChange> changes = new ArrayList<>();
        for (int i = 2; i < 2500; i++) {
            changes.add(put("k" + i, i, 0, i, 1));
        }
        try (StoreImport target = SqlDatastore.openImport(settings, SOURCE)) {
            target.add(changes);
            target.addLeases(List.of(new StoredLease(7, 60)));
        }

        SqlDatastore.discardImport(settings);

        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            assertThat(snapshot(datastore).head().revision()).isEqualTo(1);
            assertThat(scan(datastore.log())).isEmpty();
            assertThat(datastore.leases().list()).isEmpty();
        }
    }

    @Test
    void whatIsNoUnfinishedImportIsNotThrownAway() {
        importAll(List.of(put("a", 2, 0, 2, 1)), 2, -1);

        SqlDatastore.discardImport(settings);

        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            assertThat(scan(datastore.log())).hasSize(1);
        }
    }

    @Test
    void refusesAStoreThatIsNotEmpty() {
        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            datastore.leases().grant(7, 60);
        }

        assertThatThrownBy(() -> SqlDatastore.openImport(settings, SOURCE))
                .isInstanceOf(UnfitDatastoreException.class)
                .hasMessageContaining("is not empty");
    }

    @Test
    void refusesAStoreWithHistory() {
        importAll(List.of(put("a", 2, 0, 2, 1)), 2, -1);

        assertThatThrownBy(() -> SqlDatastore.openImport(settings, SOURCE))
                .isInstanceOf(UnfitDatastoreException.class)
                .hasMessageContaining("is not empty");
    }

    @Test
    void refusesAStoreThatIsServed() {
        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            datastore.members().beat(new Member(1, "server-a", List.of()));

            assertThatThrownBy(() -> SqlDatastore.openImport(settings, SOURCE))
                    .isInstanceOf(UnfitDatastoreException.class)
                    .hasMessageMatching(".*(is served by server-a|is in use by another process).*");
        }
    }

    @Test
    void refusesHistoryWithGapsAboveTheCompactedRevision() {
        try (StoreImport target = SqlDatastore.openImport(settings, SOURCE)) {
            target.add(List.of(put("a", 2, 0, 2, 1), put("a", 5, 0, 2, 2), put("a", 6, 1, 2, 3)));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> target.finish(6, 5))
                    .withMessageContaining("below 7 are missing");
            assertThatIllegalArgumentException().isThrownBy(() -> target.finish(5, 5));
            assertThatIllegalArgumentException().isThrownBy(() -> target.finish(7, 6));
            assertThatIllegalArgumentException().isThrownBy(() -> target.finish(6, 6));
            target.finish(7, 7);
        }
    }

    @Test
    void refusesWhatNoStoreCanHold() {
        refused(List.of(put("a", 3, 0, 3, 1), put("b", 3, 0, 3, 1)));
        refused(List.of(put("a", 3, 0, 3, 1), put("b", 2, 0, 2, 1)));
        refused(List.of(put("a", 1, 0, 1, 1)));
        refused(List.of(put("", 3, 0, 3, 1)));
        refused(List.of(put("a", 3, 0, 4, 1)));
        refused(List.of(put("a", 3, 0, 0, 1)));
    }

    private void refused(List<StoredChange> changes) {
        try (StoreImport target = SqlDatastore.openImport(settings, SOURCE)) {
            assertThatIllegalArgumentException().isThrownBy(() -> target.add(changes));
        }
        try (StoreImport target = SqlDatastore.openImport(settings, SOURCE)) {
            assertThat(target.resumeAfter()).isEmpty();
        }
    }

    @Test
    void takesValuesOfAnySizeAndBytes() {
        byte[] large = new byte[1_500_000];
        new Random(1).nextBytes(large);
        List<StoredChange> changes = new ArrayList<>();
        changes.add(create(Key.wrap(new byte[] {0, -1, 39}), Value.EMPTY, 2));
        for (int i = 3; i < 10; i++) {
            changes.add(create(Key.of("large" + i), Value.wrap(large), i));
        }

        importAll(changes, 9, -1);

        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            assertThat(scan(datastore.log())).isEqualTo(changes);
        }
    }

    private void importAll(List<StoredChange> changes, long head, long compacted) {
        try (StoreImport target = SqlDatastore.openImport(settings, SOURCE)) {
            var batches = new ImportBatches(target);
            changes.forEach(batches::add);
            batches.flush();
            target.finish(head, compacted);
        }
    }

    private static LogSnapshot snapshot(SqlDatastore datastore) {
        return datastore.log().load(_ -> {});
    }

    private static List<StoredChange> scan(RevisionLog log) {
        List<StoredChange> changes = new ArrayList<>();
        log.scan(Long.MAX_VALUE - 1, changes::add);
        return changes;
    }

    private static StoredChange put(String key, long main, int sub, long create, long version) {
        return new StoredChange(new KeyMetadata(Key.of(key), main, sub, create, version, 0, 5), Value.of("value"));
    }

    private static StoredChange create(Key key, Value value, long main) {
        return new StoredChange(new KeyMetadata(key, main, 0, main, 1, 0, value.length()), value);
    }

    private static StoredChange delete(String key, long main, int sub) {
        return new StoredChange(new KeyMetadata(Key.of(key), main, sub, 0, 0, 0, 0), null);
    }
}
