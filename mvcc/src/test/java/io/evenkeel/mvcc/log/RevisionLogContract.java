package io.evenkeel.mvcc.log;

import static io.evenkeel.mvcc.log.Batches.batch;
import static io.evenkeel.mvcc.log.Batches.create;
import static io.evenkeel.mvcc.log.Batches.creates;
import static io.evenkeel.mvcc.log.Batches.delete;
import static io.evenkeel.mvcc.log.Batches.leasesOnly;
import static io.evenkeel.mvcc.log.Batches.withLeases;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.lease.LeaseStore;
import io.evenkeel.mvcc.log.AppendResult.Appended;
import io.evenkeel.mvcc.log.AppendResult.Conflict;
import io.evenkeel.mvcc.log.AppendResult.LeasesRefused;
import io.evenkeel.mvcc.log.AppendResult.SlotPurged;
import io.evenkeel.mvcc.log.AppendResult.Unknown;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import io.evenkeel.mvcc.log.TailRead.HistoryLost;
import io.evenkeel.mvcc.log.TailRead.HistoryPurged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link RevisionLog} does. A subclass supplies the datastore. */
public abstract class RevisionLogContract {

    private static final long ANY_SIZE = Long.MAX_VALUE;
    private static final long LEASE = 7;

    private DatastoreUnderTest store;
    private RevisionLog log;

    /** A fresh, empty store; two with different names share one database, where that is possible. */
    protected abstract DatastoreUnderTest open(String name);

    @BeforeEach
    void openStore() {
        store = open("contract");
        log = store.log();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void anEmptyLogIsAtRevisionOne() {
        LogSnapshot snapshot = log.load(metadata -> assertThat(metadata).isNull());

        assertThat(snapshot.head()).isEqualTo(LogPosition.START);
        assertThat(snapshot.compacted()).isEqualTo(-1);
        assertThat(snapshot.clusterId()).isNotZero();
        assertThat(log.readAfter(LogPosition.START, ANY_SIZE))
                .isEqualTo(new LogSlice(List.of(), 1, -1, snapshot.clusterId()));
    }

    // appending

    @Test
    void appendsAtTheHead() {
        assertThat(append(1, creates(11, 2, 3), false)).isEqualTo(new Appended());
        assertThat(append(4, creates(12, 5, 1), true)).isEqualTo(new Appended());

        LogSlice slice = tailAfter(LogPosition.START);
        assertThat(slice.head()).isEqualTo(5);
        assertThat(slice.entries()).containsExactlyElementsOf(entries(creates(11, 2, 3), creates(12, 5, 1)));
    }

    @Test
    void conflictsBelowTheHead() {
        append(1, creates(11, 2, 2), false);

        assertThat(append(1, creates(12, 2, 1), false)).isEqualTo(new Conflict());
        assertThat(append(2, creates(12, 3, 1), false)).isEqualTo(new Conflict());
        assertThat(append(2, creates(12, 3, 5), true)).isEqualTo(new Conflict());

        assertThat(tailAfter(LogPosition.START).entries()).containsExactlyElementsOf(entries(creates(11, 2, 2)));
    }

    @Test
    void conflictsAboveTheHead() {
        append(1, creates(11, 2, 1), false);

        assertThat(append(3, creates(12, 4, 1), false)).isEqualTo(new Conflict());
        assertThat(append(3, creates(12, 4, 1), true)).isEqualTo(new Conflict());

        assertThat(tailAfter(LogPosition.START).head()).isEqualTo(2);
    }

    @Test
    void appendsAgainAfterConflicts() {
        append(1, creates(11, 2, 1), false);
        append(1, creates(12, 2, 1), false);
        append(1, creates(12, 2, 1), true);

        assertThat(append(2, creates(13, 3, 1), true)).isEqualTo(new Appended());
        assertThat(append(3, creates(14, 4, 1), false)).isEqualTo(new Appended());
    }

    @Test
    void theSameBatchAgainIsAppended() {
        AppendBatch batch = creates(11, 2, 3);
        append(1, batch, false);

        assertThat(append(1, batch, false)).isEqualTo(new Appended());
        assertThat(append(1, batch, true)).isEqualTo(new Appended());

        assertThat(tailAfter(LogPosition.START).entries()).containsExactlyElementsOf(entries(batch));
    }

    @Test
    void theSameBatchAgainIsAppendedUnderNewerEntries() {
        AppendBatch batch = creates(11, 2, 3);
        append(1, batch, false);
        append(4, creates(12, 5, 2), false);

        assertThat(append(1, batch, false)).isEqualTo(new Appended());
        assertThat(tailAfter(LogPosition.START).head()).isEqualTo(6);
    }

    @Test
    void doesNotAppendIntoPurgedSlots() {
        append(1, batch(11, 2, create("k", "1", 2)), false);
        append(2, batch(12, 3, delete("k", 2)), false);
        append(3, creates(13, 4, 1), false);
        compactAndPurge(4);

        assertThat(append(1, creates(14, 2, 1), false)).isEqualTo(new SlotPurged());
        assertThat(append(2, creates(14, 3, 1), true)).isEqualTo(new SlotPurged());
    }

    @Test
    void cannotTellWhetherABatchWasAppendedOnceItIsPurged() {
        AppendBatch batch = batch(11, 2, create("k", "1", 2));
        append(1, batch, false);
        append(2, batch(12, 3, delete("k", 2)), false);
        append(3, creates(13, 4, 1), false);
        assertThat(append(1, batch, false)).isEqualTo(new Appended());
        compactAndPurge(4);

        assertThat(append(1, batch, false)).isEqualTo(new SlotPurged());
        assertThat(append(1, batch, true)).isEqualTo(new SlotPurged());
    }

    @Test
    void anAnswerLostBeforeCommitIsSettledByAppendingAgain() {
        AppendBatch batch = creates(11, 2, 3);
        store.loseNextAnswer(LostAnswer.BEFORE_COMMIT);

        assertThat(append(1, batch, false)).isInstanceOf(Unknown.class);
        assertThat(append(1, batch, false)).isEqualTo(new Appended());

        assertThat(tailAfter(LogPosition.START).entries()).containsExactlyElementsOf(entries(batch));
    }

    @Test
    void anAnswerLostAfterCommitIsSettledByAppendingAgain() {
        AppendBatch batch = creates(11, 2, 3);
        store.loseNextAnswer(LostAnswer.AFTER_COMMIT);

        assertThat(append(1, batch, false)).isInstanceOf(Unknown.class);
        assertThat(tailAfter(LogPosition.START).head()).isEqualTo(4);
        assertThat(append(1, batch, false)).isEqualTo(new Appended());

        assertThat(tailAfter(LogPosition.START).entries()).containsExactlyElementsOf(entries(batch));
    }

    @Test
    void anAnswerLostWhileLockedIsSettledByAppendingAgain() {
        AppendBatch batch = creates(11, 2, 3);
        store.loseNextAnswer(LostAnswer.AFTER_COMMIT);

        assertThat(append(1, batch, true)).isInstanceOf(Unknown.class);
        assertThat(append(1, batch, true)).isEqualTo(new Appended());
    }

    // leases

    @Test
    void appendsWhenTheLeaseExists() {
        store.leases().grant(LEASE, 60);
        AppendBatch batch = withLeases(creates(11, 2, 1), new LeaseCondition.Exists(LEASE));

        assertThat(append(1, batch, false)).isEqualTo(new Appended());
        assertThat(store.leases().find(LEASE)).isPresent();
    }

    @Test
    void anExpiredLeaseThatIsNotRevokedYetExists() {
        store.leases().grant(LEASE, 60);
        store.age(Duration.ofSeconds(100));
        AppendBatch batch = withLeases(creates(11, 2, 1), new LeaseCondition.Exists(LEASE));

        assertThat(append(1, batch, false)).isEqualTo(new Appended());
    }

    @Test
    void refusesTheWholeBatchWhenALeaseIsMissing() {
        store.leases().grant(LEASE, 60);
        AppendBatch batch = withLeases(
                creates(11, 2, 3),
                new LeaseCondition.Revoked(LEASE),
                new LeaseCondition.Exists(8),
                new LeaseCondition.Revoked(9),
                new LeaseCondition.Expired(10, 1));

        assertThat(append(1, batch, false)).isEqualTo(new LeasesRefused(Set.of(8L, 9L, 10L), Set.of()));

        assertThat(tailAfter(LogPosition.START).head()).isEqualTo(1);
        assertThat(store.leases().find(LEASE)).isPresent();
        assertThat(append(1, creates(12, 2, 1), false)).isEqualTo(new Appended());
    }

    @Test
    void revokesALeaseWithItsKeys() {
        store.leases().grant(LEASE, 60);
        AppendBatch batch = withLeases(creates(11, 2, 1), new LeaseCondition.Revoked(LEASE));

        assertThat(append(1, batch, false)).isEqualTo(new Appended());
        assertThat(store.leases().find(LEASE)).isEmpty();
        assertThat(append(1, batch, false)).as("the same again").isEqualTo(new Appended());
    }

    @Test
    void revokesAnExpiredLeaseUnlessItWasRenewedSince() {
        store.leases().grant(LEASE, 60);
        store.age(Duration.ofSeconds(61));
        AppendBatch late = withLeases(creates(11, 2, 1), expiredNow());
        store.leases().startAnew();

        assertThat(append(1, late, false)).isEqualTo(new LeasesRefused(Set.of(), Set.of(LEASE)));
        assertThat(store.leases().find(LEASE)).isPresent();
        store.age(Duration.ofSeconds(61));
        assertThat(append(1, withLeases(creates(11, 2, 1), expiredNow()), false))
                .isEqualTo(new Appended());

        assertThat(store.leases().find(LEASE)).isEmpty();
    }

    private LeaseCondition expiredNow() {
        LeaseStore.Expiry expired = store.leases().expired(1).leases().getFirst();
        return new LeaseCondition.Expired(expired.id(), expired.atMillis());
    }

    @Test
    void revokesLeasesWithoutAnyEntry() {
        store.leases().grant(LEASE, 60);
        AppendBatch batch = leasesOnly(11, new LeaseCondition.Revoked(LEASE));

        assertThat(append(1, batch, false)).isEqualTo(new Appended());
        assertThat(tailAfter(LogPosition.START).head()).isEqualTo(1);
        assertThat(append(1, batch, false)).isEqualTo(new LeasesRefused(Set.of(LEASE), Set.of()));
    }

    @Test
    void aBatchWithoutEntriesConflictsToo() {
        append(1, creates(11, 2, 1), false);
        store.leases().grant(LEASE, 60);

        assertThat(append(1, leasesOnly(12, new LeaseCondition.Revoked(LEASE)), false))
                .isEqualTo(new Conflict());
        assertThat(store.leases().find(LEASE)).isPresent();
    }

    @Test
    void aConflictOutranksALease() {
        append(1, creates(11, 2, 1), false);
        AppendBatch batch = withLeases(creates(12, 2, 1), new LeaseCondition.Exists(99));

        assertThat(append(1, batch, false)).isEqualTo(new Conflict());
    }

    // following the log

    @Test
    void readsWhatComesAfterAPosition() {
        append(1, creates(11, 2, 3), false);
        append(4, creates(12, 5, 2), false);

        assertThat(tailAfter(new LogPosition(3, 11)).entries())
                .extracting(LogEntry::revision)
                .containsExactly(4L, 5L, 6L);
        assertThat(tailAfter(new LogPosition(6, 12))).isEqualTo(new LogSlice(List.of(), 6, -1, clusterId()));
    }

    @Test
    void aPositionOfAnotherBatchMeansLostHistory() {
        append(1, creates(11, 2, 3), false);
        LogPosition other = new LogPosition(3, 99);

        assertThat(log.readAfter(other, ANY_SIZE)).isEqualTo(new HistoryLost(other));
    }

    @Test
    void aPositionBeyondTheHeadMeansLostHistory() {
        append(1, creates(11, 2, 3), false);
        LogPosition beyond = new LogPosition(5, 11);

        assertThat(log.readAfter(beyond, ANY_SIZE)).isEqualTo(new HistoryLost(beyond));
    }

    @Test
    void aPositionInAnEmptyLogMeansLostHistory() {
        LogPosition gone = new LogPosition(2, 11);

        assertThat(log.readAfter(gone, ANY_SIZE)).isEqualTo(new HistoryLost(gone));
    }

    @Test
    void returnsWholeEntriesWithinTheByteLimit() {
        Value kilobyte = Value.wrap(new byte[1024]);
        long head = 1;
        for (int i = 0; i < 10; i++) {
            long next = head + 1;
            append(
                    head,
                    batch(11, next, create(Key.of("a"), kilobyte, next), create(Key.of("b"), kilobyte, next)),
                    false);
            head = next;
        }

        List<LogEntry> some = tailAfter(LogPosition.START, 7000).entries();
        assertThat(some).extracting(LogEntry::revision).containsExactly(2L, 3L, 4L);
        assertThat(some).allSatisfy(entry -> assertThat(entry.changes()).hasSize(2));
        assertThat(tailAfter(new LogPosition(5, 11), 1).entries())
                .extracting(LogEntry::revision)
                .containsExactly(6L);
        assertThat(entriesBetween(4, 10, 5000)).extracting(LogEntry::revision).containsExactly(4L, 5L);
        assertThat(entriesBetween(4, 10, 1)).extracting(LogEntry::revision).containsExactly(4L);
    }

    @Test
    void returnsAnEntryOfManyChangesWhole() {
        Change[] changes = IntStream.range(0, 5000)
                .mapToObj(i -> create("key-" + i, "v", 3))
                .toArray(Change[]::new);
        append(1, creates(11, 2, 1), false);
        append(2, batch(12, 3, changes), false);
        append(3, creates(13, 4, 1), false);

        assertThat(tailAfter(LogPosition.START).entries().getFirst().changes()).hasSize(1);
        assertThat(followFrom(LogPosition.START))
                .extracting(entry -> entry.changes().size())
                .containsExactly(1, 5000, 1);
        assertThat(tailAfter(new LogPosition(2, 11), 1).entries().getFirst().changes())
                .containsExactly(changes);
        assertThat(entriesBetween(3, 3, 1).getFirst().changes()).containsExactly(changes);
        assertThat(tailAfter(new LogPosition(3, 12)).entries()).hasSize(1);
    }

    @Test
    void followsALongLogInSlices() {
        long head = 1;
        for (int i = 0; i < 10; i++) {
            assertThat(append(head, creates(20 + i, head + 1, 500), false)).isEqualTo(new Appended());
            head += 500;
        }

        assertThat(followFrom(LogPosition.START))
                .extracting(LogEntry::revision)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(2, head).boxed().toList());
        assertThat(entriesBetween(4000, 4009, ANY_SIZE)).hasSize(10);
    }

    @Test
    void readsEntriesOfARangeOfRevisions() {
        append(1, creates(11, 2, 5), false);

        LogSlice slice = (LogSlice) log.readEntries(3, 4, ANY_SIZE);
        assertThat(slice.entries()).extracting(LogEntry::revision).containsExactly(3L, 4L);
        assertThat(slice.head()).isEqualTo(6);
        assertThat(entriesBetween(6, 100, ANY_SIZE))
                .extracting(LogEntry::revision)
                .containsExactly(6L);
        assertThat(entriesBetween(7, 100, ANY_SIZE)).isEmpty();
    }

    @Test
    void keepsEverythingAboutAChange() {
        store.leases().grant(LEASE, 60);
        Change put = new Change.Put(Key.of("a"), Value.of("1"), 2, 1, 0, LEASE);
        Change other = new Change.Put(Key.of("b"), Value.of("1"), 2, 1, 0, 0);
        Change again = new Change.Put(Key.of("a"), Value.of("2"), 2, 2, 2, Long.MAX_VALUE);
        Change delete = new Change.Delete(Key.of("b"), 2);
        append(1, batch(Long.MAX_VALUE, 2, put, other), false);
        append(2, batch(5, 3, delete, again), false);

        assertThat(tailAfter(LogPosition.START).entries())
                .containsExactly(
                        new LogEntry(2, Long.MAX_VALUE, List.of(put, other)),
                        new LogEntry(3, 5, List.of(delete, again)));
    }

    // values

    @Test
    void keepsKeysAndValuesOfAnyByte() {
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        List<byte[]> samples = List.of(
                every,
                new byte[] {0},
                new byte[] {0, 0},
                new byte[] {(byte) 0xff},
                "'\"\\%_;--".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "a\0b".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        List<Change> changes = new ArrayList<>();
        for (byte[] sample : samples) {
            changes.add(create(Key.wrap(sample), Value.wrap(sample), 2));
        }
        append(1, batch(11, 2, changes.toArray(Change[]::new)), false);

        assertThat(tailAfter(LogPosition.START).entries().getFirst().changes()).isEqualTo(changes);
        Map<Revision, Value> values = log.readValues(IntStream.range(0, samples.size())
                .mapToObj(sub -> new Revision(2, sub))
                .toList());
        for (int sub = 0; sub < samples.size(); sub++) {
            assertThat(values.get(new Revision(2, sub))).isEqualTo(Value.wrap(samples.get(sub)));
        }
    }

    @Test
    void keepsAnEmptyValueApartFromADeletedOne() {
        append(1, batch(11, 2, create("k", "", 2)), false);
        append(2, batch(12, 3, delete("k", 2)), false);

        assertThat(log.readValues(List.of(new Revision(2, 0), new Revision(3, 0))))
                .containsExactly(Map.entry(new Revision(2, 0), Value.EMPTY));
        assertThat(tailAfter(LogPosition.START).entries())
                .extracting(entry -> entry.changes().getFirst())
                .containsExactly(create("k", "", 2), delete("k", 2));
        assertThat(scanned(3)).extracting(StoredChange::value).containsExactly(Value.EMPTY, null);
    }

    @Test
    void keepsBigValuesAndLongKeys() {
        Random random = new Random(1);
        byte[] value = new byte[1536 * 1024];
        byte[] key = new byte[8 * 1024];
        random.nextBytes(value);
        random.nextBytes(key);
        Change sameButLast = create(Key.wrap(lastFlipped(key)), Value.wrap(lastFlipped(value)), 2);
        Change change = create(Key.wrap(key), Value.wrap(value), 2);

        assertThat(append(1, batch(11, 2, change, sameButLast), false)).isEqualTo(new Appended());

        assertThat(tailAfter(LogPosition.START).entries().getFirst().changes()).containsExactly(change, sameButLast);
        assertThat(log.readValues(List.of(new Revision(2, 1))))
                .containsEntry(new Revision(2, 1), Value.wrap(lastFlipped(value)));
    }

    @Test
    void readsFewAndManyValues() {
        append(1, creates(11, 2, 3000), false);
        append(3001, batch(12, 3002, create("x", "x0", 3002), create("y", "x1", 3002)), false);

        List<Revision> scattered = LongStream.iterate(2, main -> main <= 3001, main -> main + 97)
                .mapToObj(main -> new Revision(main, 0))
                .toList();
        List<Revision> run = LongStream.rangeClosed(100, 2900)
                .mapToObj(main -> new Revision(main, 0))
                .toList();
        assertValuesAreNamedAfterTheirRevision(scattered);
        assertValuesAreNamedAfterTheirRevision(run);
        assertThat(log.readValues(List.of(new Revision(3002, 1))))
                .containsExactly(Map.entry(new Revision(3002, 1), Value.of("x1")));
        assertThat(log.readValues(List.of(new Revision(3002, 2), new Revision(9999, 0))))
                .isEmpty();
        assertThat(log.readValues(List.of())).isEmpty();
    }

    // loading

    @Test
    void loadsMetadataInRevisionOrder() {
        append(1, creates(11, 2, 300), false);
        Change.Put last = new Change.Put(Key.of("key-2"), Value.of("again"), 2, 2, 2, 42);
        append(301, batch(12, 302, last, delete("key-3", 3)), false);
        log.compact(10);

        List<KeyMetadata> loaded = new ArrayList<>();
        LogSnapshot snapshot = log.load(loaded::add);

        assertThat(snapshot.head()).isEqualTo(new LogPosition(302, 12));
        assertThat(snapshot.compacted()).isEqualTo(10);
        assertThat(loaded)
                .hasSize(302)
                .extracting(metadata -> new Revision(metadata.main(), metadata.sub()))
                .isSorted();
        assertThat(loaded.getFirst()).isEqualTo(new KeyMetadata(Key.of("key-2"), 2, 0, 2, 1, 0, 7));
        assertThat(loaded.subList(300, 302))
                .containsExactly(
                        new KeyMetadata(Key.of("key-2"), 302, 0, 2, 2, 42, 5),
                        new KeyMetadata(Key.of("key-3"), 302, 1, 0, 0, 0, 0));
    }

    @Test
    void scansEverythingUpToARevision() {
        append(1, creates(11, 2, 10), false);

        assertThat(scanned(6)).hasSize(5);
        assertThat(scanned(6).getLast())
                .isEqualTo(new StoredChange(new KeyMetadata(Key.of("key-6"), 6, 0, 6, 1, 0, 7), Value.of("value-6")));
        assertThat(scanned(1000)).hasSize(10);
    }

    // compaction

    @Test
    void compactsOnlyUpwards() {
        append(1, creates(11, 2, 10), false);

        assertThat(log.compact(5)).isEqualTo(-1);
        assertThat(log.compact(8)).isEqualTo(5);
        assertThat(log.compact(3)).isEqualTo(8);
        assertThat(log.compact(8)).isEqualTo(8);

        assertThat(tailAfter(LogPosition.START).compacted()).isEqualTo(8);
        assertThat(tailAfter(LogPosition.START).entries()).as("rows stay").hasSize(10);
    }

    @Test
    void compactsNoFurtherThanTheHead() {
        append(1, creates(11, 2, 1), false);

        assertThatThrownBy(() -> log.compact(3)).isInstanceOf(DatastoreException.class);
        assertThatThrownBy(() -> log.purge(2)).isInstanceOf(DatastoreException.class);
        assertThat(log.compact(2)).isEqualTo(-1);
    }

    @Test
    void purgesSupersededVersions() {
        appendThreeVersionsOfTwoKeys();

        compactAndPurge(5);

        // a@2, b@3, a@4, b@5, a@6, b@7: at 5, a@4 and b@5 are the versions to be seen
        assertThat(storedRevisions()).containsExactly(4L, 5L, 6L, 7L);
    }

    @Test
    void purgesOnlyTheSameKeyOfATransaction() {
        append(1, batch(11, 2, create("a", "1", 2), create("b", "1", 2)), false);
        append(2, batch(12, 3, new Change.Put(Key.of("a"), Value.of("2"), 2, 2, 2, 0)), false);

        compactAndPurge(3);

        assertThat(scanned(100))
                .extracting(change -> change.metadata().key().toString())
                .containsExactly("b", "a");
    }

    @Test
    void purgesTombstonesBelowTheCompactedRevisionAndKeepsThoseAtIt() {
        append(1, batch(11, 2, create("a", "1", 2), create("b", "1", 2)), false);
        append(2, batch(12, 3, delete("a", 2)), false);
        append(3, batch(13, 4, delete("b", 2)), false);
        append(4, creates(14, 5, 1), false);

        compactAndPurge(4);
        assertThat(storedRevisions()).containsExactly(4L, 5L);

        compactAndPurge(5);
        assertThat(storedRevisions()).containsExactly(5L);
    }

    @Test
    void neverPurgesTheNewestEntry() {
        append(1, batch(11, 2, create("a", "1", 2)), false);
        append(2, batch(12, 3, delete("a", 2)), false);

        compactAndPurge(3);

        assertThat(storedRevisions()).containsExactly(3L);
        assertThat(tailAfter(new LogPosition(3, 12)).head()).isEqualTo(3);
        assertThat(append(3, creates(13, 4, 1), false)).isEqualTo(new Appended());
    }

    @Test
    void purgesInBoundedSteps() {
        append(1, creates(11, 2, 4000), false);
        List<LogEntry> deletes = LongStream.rangeClosed(2, 4001)
                .mapToObj(main -> new LogEntry(4000 + main, 12, List.of(delete("key-" + main, main))))
                .toList();
        append(4001, new AppendBatch(12, deletes, List.of()), false);
        append(8001, creates(13, 8002, 1), false);
        log.compact(8002);

        long firstStep = log.purge(8002);
        assertThat(firstStep).isLessThan(8002);
        purgeAll(8002);

        assertThat(storedRevisions()).containsExactly(8002L);
    }

    @Test
    void purgesNothingTwice() {
        appendThreeVersionsOfTwoKeys();
        compactAndPurge(5);

        assertThat(log.purge(3)).isEqualTo(5);
        assertThat(log.purge(5)).isEqualTo(5);
        assertThat(storedRevisions()).containsExactly(4L, 5L, 6L, 7L);
    }

    @Test
    void refusesToFollowFromBelowPurgedHistory() {
        appendThreeVersionsOfTwoKeys();
        compactAndPurge(5);

        assertThat(log.readAfter(new LogPosition(3, 13), ANY_SIZE)).isEqualTo(new HistoryPurged(5));
        assertThat(log.readAfter(LogPosition.START, ANY_SIZE)).isEqualTo(new HistoryPurged(5));
        assertThat(log.readEntries(4, 7, ANY_SIZE)).isEqualTo(new HistoryPurged(5));
        assertThat(tailAfter(new LogPosition(5, 15)).entries()).hasSize(2);
        assertThat(entriesBetween(5, 7, ANY_SIZE)).hasSize(3);
        assertThat(log.readValues(List.of(new Revision(2, 0), new Revision(4, 0))))
                .containsOnlyKeys(new Revision(4, 0));
    }

    @Test
    void aPositionOfAnotherBatchIsFoundOutAtThePurgedRevisionToo() {
        appendThreeVersionsOfTwoKeys();
        compactAndPurge(5);
        LogPosition other = new LogPosition(5, 99);

        assertThat(log.readAfter(other, ANY_SIZE)).isEqualTo(new HistoryLost(other));
    }

    @Test
    void storesAreIndependent() {
        try (DatastoreUnderTest neighbour = open("neighbour")) {
            append(1, creates(11, 2, 3), false);
            assertThat(neighbour.log().append(LogPosition.START, creates(21, 2, 1)))
                    .isEqualTo(new Appended());
            assertThat(neighbour.log().append(LogPosition.START, creates(11, 2, 3)))
                    .isEqualTo(new Conflict());
            log.compact(4);
            log.purge(4);

            LogSlice other = (LogSlice) neighbour.log().readAfter(LogPosition.START, ANY_SIZE);
            assertThat(other).isEqualTo(new LogSlice(creates(21, 2, 1).entries(), 2, -1, other.clusterId()));
            assertThat(other.clusterId()).isNotEqualTo(clusterId());
            assertThat(neighbour.log().readValues(List.of(new Revision(3, 0)))).isEmpty();
            assertThat(neighbour.log().load(_ -> {}).head()).isEqualTo(new LogPosition(2, 21));
        }
    }

    @Test
    void aHeadOfAnotherBatchIsAnotherHistory() {
        append(1, creates(11, 2, 1), false);

        for (boolean lockFirst : List.of(false, true)) {
            if (lockFirst) {
                log.lockAndReadAfter(LogPosition.START, ANY_SIZE);
            }
            assertThat(log.append(new LogPosition(2, 12), creates(13, 3, 1))).isEqualTo(new Conflict());
        }
        assertThat(append(2, creates(13, 3, 1), false)).isEqualTo(new Appended());
    }

    @Test
    void anEmptyLogIsAnotherHistoryThanARevisionThatWasLost() {
        assertThat(log.append(new LogPosition(2, 12), creates(13, 3, 1))).isEqualTo(new Conflict());
        assertThat(log.append(new LogPosition(1, 12), creates(13, 2, 1))).isEqualTo(new Conflict());
    }

    @Test
    void readsUnderTheLockWhatItReadsWithoutIt() {
        append(1, creates(11, 2, 3), false);

        assertThat(log.lockAndReadAfter(new LogPosition(2, 11), ANY_SIZE))
                .isEqualTo(log.readAfter(new LogPosition(2, 11), ANY_SIZE));
        assertThat(log.append(new LogPosition(4, 11), creates(12, 5, 1))).isEqualTo(new Appended());
        log.lockAndReadAfter(LogPosition.START, ANY_SIZE);
        log.unlock();
        log.unlock();
        assertThat(log.append(new LogPosition(5, 12), creates(13, 6, 1))).isEqualTo(new Appended());
    }

    @Test
    void theClusterIdIsRenewedOnceForAllWhoFoundTheSameLoss() {
        long lost = clusterId();

        long renewed = log.renewClusterId(lost);

        assertThat(renewed).isNotIn(lost, 0L);
        assertThat(log.renewClusterId(lost)).isEqualTo(renewed);
        assertThat(clusterId()).isEqualTo(renewed);
        assertThat(((LogSlice) log.readAfter(LogPosition.START, ANY_SIZE)).clusterId())
                .isEqualTo(renewed);
    }

    private long clusterId() {
        return log.load(_ -> {}).clusterId();
    }

    private AppendResult append(long head, AppendBatch batch, boolean lockFirst) {
        return Batches.append(log, head, batch, lockFirst);
    }

    @Test
    void hasASize() {
        assertThat(log.sizeBytes()).isNotNegative();
    }

    private void appendThreeVersionsOfTwoKeys() {
        append(1, batch(12, 2, create("a", "1", 2)), false);
        append(2, batch(13, 3, create("b", "1", 3)), false);
        append(3, batch(14, 4, new Change.Put(Key.of("a"), Value.of("2"), 2, 2, 2, 0)), false);
        append(4, batch(15, 5, new Change.Put(Key.of("b"), Value.of("2"), 3, 2, 3, 0)), false);
        append(5, batch(16, 6, new Change.Put(Key.of("a"), Value.of("3"), 2, 3, 4, 0)), false);
        append(6, batch(17, 7, new Change.Put(Key.of("b"), Value.of("3"), 3, 3, 5, 0)), false);
    }

    private void compactAndPurge(long revision) {
        log.compact(revision);
        purgeAll(revision);
    }

    private void purgeAll(long upTo) {
        long before = -2;
        long purged = log.purge(upTo);
        while (purged < upTo) {
            assertThat(purged).as("a step purges something").isGreaterThan(before);
            before = purged;
            purged = log.purge(upTo);
        }
    }

    private LogSlice tailAfter(LogPosition position) {
        return tailAfter(position, ANY_SIZE);
    }

    private LogSlice tailAfter(LogPosition position, long maxBytes) {
        return (LogSlice) log.readAfter(position, maxBytes);
    }

    /** All entries after a position, slice by slice as a replica reads them. */
    private List<LogEntry> followFrom(LogPosition start) {
        List<LogEntry> followed = new ArrayList<>();
        LogPosition position = start;
        while (true) {
            LogSlice slice = tailAfter(position);
            followed.addAll(slice.entries());
            if (slice.entries().isEmpty()) {
                assertThat(position.revision()).isEqualTo(slice.head());
                return followed;
            }
            LogEntry last = slice.entries().getLast();
            position = new LogPosition(last.revision(), last.batch());
        }
    }

    private List<LogEntry> entriesBetween(long from, long to, long maxBytes) {
        return ((LogSlice) log.readEntries(from, to, maxBytes)).entries();
    }

    private List<Long> storedRevisions() {
        return scanned(Long.MAX_VALUE - 1).stream()
                .map(change -> change.metadata().main())
                .distinct()
                .toList();
    }

    private List<StoredChange> scanned(long upTo) {
        List<StoredChange> changes = new ArrayList<>();
        log.scan(upTo, changes::add);
        return changes;
    }

    private void assertValuesAreNamedAfterTheirRevision(List<Revision> revisions) {
        Map<Revision, Value> values = log.readValues(revisions);
        assertThat(values).hasSameSizeAs(revisions);
        values.forEach((revision, value) -> assertThat(value).isEqualTo(Value.of("value-" + revision.main())));
    }

    private static List<LogEntry> entries(AppendBatch... batches) {
        return Arrays.stream(batches).flatMap(batch -> batch.entries().stream()).toList();
    }

    private static byte[] lastFlipped(byte[] bytes) {
        byte[] copy = bytes.clone();
        copy[copy.length - 1] ^= 1;
        return copy;
    }

    @Test
    void hasNoEntryToReadAtTheRevisionOfTheEmptyStore() {
        assertThatThrownBy(() -> log.readEntries(1, 1, 1000)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void purgesNothingWhenCompactedBeforeTheFirstEntry() {
        append(1, batch(1, 2, create("k", "1", 2)), false);
        log.compact(0);

        assertThat(log.purge(0)).isEqualTo(0);
        assertThat(log.readValues(List.of(new Revision(2, 0)))).hasSize(1);
    }

    @Test
    void purgesAKeyThatOneTransactionPutAndDeleted() {
        append(1, batch(11, 2, create("k", "1", 2), delete("k", 2)), false);
        append(2, batch(12, 3, create("other", "1", 3)), false);
        log.compact(2);
        log.purge(2);
        assertThat(((LogSlice) log.readEntries(2, 2, 1000)).entries().getFirst().changes())
                .as("the compacted revision is whole")
                .hasSize(2);

        log.compact(3);
        log.purge(3);

        assertThat(keysStored()).containsExactly("other");
    }

    private List<String> keysStored() {
        List<String> keys = new ArrayList<>();
        log.load(stored -> keys.add(stored.key().toString()));
        return keys;
    }
}
