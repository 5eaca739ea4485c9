package io.evenkeel.mvcc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.lease.InMemoryLeaseStore;
import io.evenkeel.mvcc.log.InMemoryRevisionLog;
import io.evenkeel.mvcc.log.LostAnswer;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.replica.HistoryLostException;
import io.evenkeel.mvcc.write.Compare;
import io.evenkeel.mvcc.write.Mutation;
import io.evenkeel.mvcc.write.SequencerLimits;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two replicas on one log, stepped by hand, and everything that can become of an append. */
class ReplicasTest {

    private final InMemoryLeaseStore leases = new InMemoryLeaseStore();
    private final InMemoryRevisionLog log = new InMemoryRevisionLog(leases, true, 1);
    private final SteppedStore a = new SteppedStore(log, leases, true);
    private final SteppedStore b = new SteppedStore(log, leases, true);

    @Test
    void aWriteThatLosesTheRaceIsDecidedOnWhatTheOtherWrote() {
        done(a, a.write(createIfAbsent("k")));

        assertThat(done(b, b.write(createIfAbsent("k")))).isEqualTo("txn at 2 false: []");
        assertThat(done(b, b.write(put("other")))).startsWith("put at 3");
    }

    @Test
    void aTransactionThatChangesNothingIsDecidedOnWhatTheOtherWrote() {
        done(a, a.write(put("k")));

        assertThat(done(b, b.write(new Mutation.Txn(List.of(isAbsent("k")), List.of(), List.of()))))
                .isEqualTo("txn at 2 false: []");
    }

    @Test
    void anEmptyReadCarriesTheRevisionTheOtherAcknowledged() {
        done(a, a.write(put("k")));

        assertThat(b.range(RangeQuery.of(KeyRange.single(Key.of("nothing")))).join())
                .isEqualTo("range at 2: [], more false, count 0");
    }

    @Test
    void aWriteWhoseAnswerIsLostAfterTheCommitIsToldItsRevision() {
        log.loseNextAnswer(LostAnswer.AFTER_COMMIT);

        assertThat(done(a, a.write(put("k")))).startsWith("put at 2");
        assertThat(done(a, a.write(put("k")))).startsWith("put at 3");
    }

    @Test
    void aWriteWhoseAnswerIsLostBeforeTheCommitIsRepeated() {
        log.loseNextAnswer(LostAnswer.BEFORE_COMMIT);

        assertThat(done(a, a.write(put("k")))).startsWith("put at 2");
        assertThat(done(b, b.write(put("k")))).startsWith("put at 3");
    }

    @Test
    void aLostWriteWhoseSlotTheOtherTookIsEvaluatedAgain() {
        log.loseNextAnswer(LostAnswer.BEFORE_COMMIT);
        CompletableFuture<String> lost = a.write(createIfAbsent("k"));
        a.stepSequencer();
        assertThat(lost).isNotDone();
        done(b, b.write(put("k")));

        assertThat(done(a, lost)).isEqualTo("txn at 2 false: []");
    }

    @Test
    void aWriteWithAnUnknownOutcomeIsNotDoneAgainWhenItsTraceIsPurged() {
        log.loseNextAnswer(LostAnswer.AFTER_COMMIT);
        CompletableFuture<String> lost = a.write(createIfAbsent("k"));
        a.stepSequencer();
        done(b, b.write(new Mutation.DeleteRange(KeyRange.ALL, false)));
        done(b, b.write(put("l")));
        b.compact(4).join();

        assertThat(done(a, lost)).isEqualTo("refused: TIMED_OUT");
        assertThat(count(a)).isEqualTo("range at 4: [], more false, count 1");
    }

    @Test
    void nothingElseIsEvaluatedWhileAnOutcomeIsUnknown() {
        log.loseNextAnswer(LostAnswer.AFTER_COMMIT);
        CompletableFuture<String> first = a.write(put("k"));
        a.stepSequencer();
        CompletableFuture<String> second = a.write(createIfAbsent("k"));
        log.unreachable(true);
        a.stepSequencer();
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        log.unreachable(false);

        assertThat(done(a, second)).isEqualTo("txn at 2 false: []");
        assertThat(first.join()).startsWith("put at 2");
    }

    @Test
    void aRevocationWithoutKeysWhoseAnswerIsLostIsToldThatNobodyKnows() {
        a.grant(7);
        log.loseNextAnswer(LostAnswer.AFTER_COMMIT);

        assertThat(done(a, a.write(new Mutation.RevokeLease(7, OptionalLong.empty()))))
                .isEqualTo("refused: TIMED_OUT");
        assertThat(done(a, a.write(new Mutation.RevokeLease(7, OptionalLong.empty()))))
                .isEqualTo("refused: LEASE_NOT_FOUND");
    }

    @Test
    void withoutADatastoreWritesAndLinearizableReadsAreRefusedAndSerializableOnesServed() {
        done(a, a.write(put("k")));
        log.unreachable(true);
        RangeQuery query = RangeQuery.of(KeyRange.single(Key.of("k")));

        assertThat(done(a, a.write(put("k")))).isEqualTo("refused: UNAVAILABLE");
        assertThat(done(a, a.range(query))).isEqualTo("refused: UNAVAILABLE");
        assertThat(a.serializableRange(query)).startsWith("range at 2: [k{create 2");

        log.unreachable(false);
        assertThat(done(a, a.write(put("k")))).startsWith("put at 3");
    }

    @Test
    void onePutWithAMissingLeaseDoesNotHarmItsBatch() {
        CompletableFuture<String> good = a.write(put("k"));
        CompletableFuture<String> bad = a.write(new Mutation.Put(Key.of("l"), Value.of("1"), 99, false, false, false));

        assertThat(done(a, bad)).isEqualTo("refused: LEASE_NOT_FOUND");
        assertThat(good.join()).startsWith("put at 2");
    }

    @Test
    void thereIsNoLeaseZeroWhateverElseIsInTheBatch() {
        done(a, a.write(put("k")));
        var _ = a.write(new Mutation.DeleteRange(KeyRange.ALL, false));
        var _ = a.write(put("l"));

        assertThat(done(a, a.write(new Mutation.RevokeLease(0, OptionalLong.empty()))))
                .isEqualTo("refused: LEASE_NOT_FOUND");
        assertThat(count(a)).isEqualTo("range at 4: [], more false, count 1");
    }

    @Test
    void refusesWhatDoesNotFitIntoTheQueue() {
        var narrow = new SteppedStore(log, leases, true, new SequencerLimits(1, 1_000, 10, 1_000));
        CompletableFuture<String> first = narrow.write(put("k"));

        assertThat(done(narrow, narrow.write(put("l")))).isEqualTo("refused: TOO_MANY_REQUESTS");
        assertThat(first.join()).startsWith("put at 2");
    }

    @Test
    void appendsNothingToAHistoryThatIsNotItsOwn() {
        done(a, a.write(put("k")));
        done(b, b.write(put("l")));
        assertThat(a.range(RangeQuery.of(KeyRange.ALL)).join()).startsWith("range at 3");
        log.loseHistoryAbove(2);
        var restarted = new SteppedStore(log, leases, true);
        done(restarted, restarted.write(put("m")));

        CompletableFuture<String> onTheLost = a.write(put("n"));
        assertThatThrownBy(a::stepSequencer).isInstanceOf(HistoryLostException.class);

        assertThat(onTheLost).isNotDone();
        assertThat(done(restarted, restarted.write(put("n")))).startsWith("put at 4");
    }

    @Test
    void recognisesAnEntryOfAnotherHistoryThatItHasAppliedAlready() {
        done(a, a.write(put("k")));
        log.loseHistoryAbove(1);
        var other = new SteppedStore(log, leases, true);
        log.loseNextAnswer(LostAnswer.AFTER_COMMIT);
        CompletableFuture<String> lost = other.write(put("l"));
        other.stepSequencer();
        assertThat(lost).isNotDone();

        assertThatThrownBy(() -> a.range(RangeQuery.of(KeyRange.ALL))).isInstanceOf(HistoryLostException.class);
    }

    @Test
    void stopsWhenACompactionWasLost() {
        done(a, a.write(put("k")));
        done(a, a.write(put("k")));
        a.compact(3).join();
        log.loseCompaction();

        assertThatThrownBy(() -> a.range(RangeQuery.of(KeyRange.ALL))).isInstanceOf(HistoryLostException.class);
    }

    @Test
    void stopsWhenAnotherReplicaHasFoundHistoryLost() {
        done(a, a.write(put("k")));
        b.settle();
        long lost = log.load(metadata -> {}).clusterId();
        log.renewClusterId(lost);

        assertThatThrownBy(() -> b.range(RangeQuery.of(KeyRange.ALL)))
                .isInstanceOfSatisfying(
                        HistoryLostException.class,
                        loss -> assertThat(loss.clusterId()).isEqualTo(lost));
    }

    @Test
    void stopsWhenTheDatastoreHasLostHistory() {
        done(a, a.write(put("k")));
        done(a, a.write(put("l")));
        log.loseHistoryAbove(2);

        assertThatThrownBy(() -> a.range(RangeQuery.of(KeyRange.ALL))).isInstanceOf(HistoryLostException.class);
    }

    private static String count(SteppedStore store) {
        RangeQuery all = RangeQuery.of(KeyRange.ALL);
        return store.range(new RangeQuery(all.range(), 0, 0, all.order(), all.target(), all.filter(), false, true))
                .join();
    }

    private static String done(SteppedStore store, CompletableFuture<String> answer) {
        store.settle();
        assertThat(answer).isDone();
        return answer.join();
    }

    private static Mutation put(String key) {
        return new Mutation.Put(Key.of(key), Value.of("1"), 0, false, false, false);
    }

    private static Compare isAbsent(String key) {
        return new Compare.OfNumber(KeyRange.single(Key.of(key)), Compare.Result.EQUAL, Compare.Target.CREATE, 0);
    }

    private static Mutation createIfAbsent(String key) {
        var put = new Mutation.Put(Key.of(key), Value.of("1"), 0, false, false, false);
        return new Mutation.Txn(List.of(isAbsent(key)), List.of(put), List.of());
    }
}
