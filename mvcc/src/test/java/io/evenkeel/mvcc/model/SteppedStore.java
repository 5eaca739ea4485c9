package io.evenkeel.mvcc.model;

import io.evenkeel.mvcc.RefusedException;
import io.evenkeel.mvcc.alarm.Alarms;
import io.evenkeel.mvcc.alarm.InMemoryAlarmStore;
import io.evenkeel.mvcc.lease.InMemoryLeaseStore;
import io.evenkeel.mvcc.log.InMemoryRevisionLog;
import io.evenkeel.mvcc.member.Member;
import io.evenkeel.mvcc.member.MemberRegistry;
import io.evenkeel.mvcc.member.Membership;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.replica.Measurements;
import io.evenkeel.mvcc.replica.StoreEnvironment;
import io.evenkeel.mvcc.replica.WakeUps;
import io.evenkeel.mvcc.store.AutoCompaction;
import io.evenkeel.mvcc.store.KeyValueStore;
import io.evenkeel.mvcc.store.StoreSettings;
import io.evenkeel.mvcc.write.Mutation;
import io.evenkeel.mvcc.write.SequencerLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/** A store whose agents the test's own thread steps. */
final class SteppedStore implements AutoCloseable {

    private final KeyValueStore store;
    private final InMemoryLeaseStore leases;

    SteppedStore(InMemoryRevisionLog log, InMemoryLeaseStore leases, boolean cacheValues) {
        this(log, leases, cacheValues, SequencerLimits.DEFAULT);
    }

    SteppedStore(InMemoryRevisionLog log, InMemoryLeaseStore leases, boolean cacheValues, SequencerLimits limits) {
        this(log, leases, cacheValues, limits, MemberRegistry.alone(), 1, System::nanoTime);
    }

    SteppedStore(
            InMemoryRevisionLog log,
            InMemoryLeaseStore leases,
            boolean cacheValues,
            SequencerLimits limits,
            MemberRegistry members,
            long memberId,
            LongSupplier nanoTime) {
        this.leases = leases;
        var settings = new StoreSettings(
                cacheValues ? 1 << 20 : 0,
                limits,
                Duration.ZERO,
                Duration.ofSeconds(1),
                Duration.ofNanos(1),
                Duration.ZERO,
                new AutoCompaction.Off(),
                Long.MAX_VALUE);
        this.store = new KeyValueStore(
                log,
                leases,
                WakeUps.NONE,
                new Membership(members, new Member(memberId, "m", List.of()), Duration.ofNanos(1), nanoTime),
                new Alarms(new InMemoryAlarmStore(), Duration.ofHours(1), nanoTime),
                settings,
                new StoreEnvironment(
                        Runnable::run,
                        nanoTime,
                        () -> ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE),
                        Measurements.NONE));
    }

    CompletableFuture<String> write(Mutation mutation) {
        return answer(store.write(mutation).thenApply(done -> Answers.of(done.answer(), done.values())));
    }

    CompletableFuture<String> range(RangeQuery query) {
        CompletableFuture<String> answer = answer(store.range(query, false).thenApply(Answers::of));
        settle();
        return answer;
    }

    /** What a range is told when it does not ask for the newest. */
    String serializableRange(RangeQuery query) {
        return answer(store.range(query, true).thenApply(Answers::of)).join();
    }

    CompletableFuture<Long> keepAlive(long lease) {
        return store.lessor().keepAlive(lease);
    }

    /** Lets the sequencer, and nobody else, do one step. */
    void stepSequencer() {
        store.sequencer().step();
    }

    CompletableFuture<String> compact(long revision) {
        CompletableFuture<String> answer =
                answer(store.compact(revision, true).thenApply(head -> "compacted at " + head));
        while (!answer.isDone()) {
            settle();
        }
        return answer;
    }

    void grant(long lease) {
        grant(lease, 1000);
    }

    void grant(long lease, long ttlSeconds) {
        leases.grant(lease, ttlSeconds);
    }

    /** Lets every agent do all it has to do, also what others leave to it. */
    void settle() {
        for (int round = 0; round < 2; round++) {
            boolean busy = true;
            while (busy) {
                busy = store.agents().values().stream().anyMatch(agent -> agent.step() == 0);
            }
        }
    }

    private static CompletableFuture<String> answer(CompletableFuture<String> answer) {
        return answer.exceptionally(failure -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof RefusedException refused) {
                return Answers.refused(refused.refusal());
            }
            throw new AssertionError(cause);
        });
    }

    @Override
    public void close() {
        store.close();
    }
}
