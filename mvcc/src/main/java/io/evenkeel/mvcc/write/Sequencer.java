package io.evenkeel.mvcc.write;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.lease.LeaseStore;
import io.evenkeel.mvcc.log.AppendResult;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.log.RevisionLog;
import io.evenkeel.mvcc.read.Room;
import io.evenkeel.mvcc.read.Stage;
import io.evenkeel.mvcc.read.ValueReader;
import io.evenkeel.mvcc.replica.Agent;
import io.evenkeel.mvcc.replica.LogTailer;
import io.evenkeel.mvcc.replica.Measurements;
import io.evenkeel.mvcc.replica.Outage;
import io.evenkeel.mvcc.replica.Signal;
import io.evenkeel.mvcc.replica.StoreEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only door to the log: takes what queued up while the last append was under way, evaluates it as one batch on the
 * newest index, appends the batch, applies it and answers.
 *
 * <p>An append with an unknown outcome is settled, by repeating it, before anything else is evaluated.
 */
public final class Sequencer implements Agent {

    private static final Logger logger = LoggerFactory.getLogger(Sequencer.class);
    private static final long SETTLE_PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private final RevisionLog log;
    private final LogTailer tailer;
    private final Function<Mutation, Optional<Refusal>> gate;
    private final BatchListener listener;
    private final LongSupplier nanoTime;
    private final Measurements measurements;
    private final SequencerLimits limits;
    private final MutationQueue queue;
    private final Signal signal = new Signal();
    private final Outage writes = new Outage(
            logger,
            "The datastore cannot be written to; writes are refused until it can",
            "The datastore is written to again");
    private final SequencerCounters counters = new SequencerCounters();
    private final BatchEvaluator evaluator;
    private final BatchAnswers answers;
    private @Nullable EvaluatedBatch unsettled;

    /** Whether another replica was faster lately, so that the lock comes first. */
    private boolean contended;

    private volatile boolean othersAppend;

    /** How many entries of others were known when this replica appended last. */
    private long othersAtLastAppend;

    /** Whether the append lock is kept for the next append. */
    private boolean locked;

    private volatile boolean stopped;

    /**
     * @param gate why a mutation is refused before it is queued, if it is
     */
    public Sequencer(
            RevisionLog log,
            LeaseStore leaseStore,
            LogTailer tailer,
            ValueReader values,
            Function<Mutation, Optional<Refusal>> gate,
            BatchListener listener,
            StoreEnvironment environment,
            SequencerLimits limits) {
        this.log = log;
        this.tailer = tailer;
        this.gate = gate;
        this.listener = listener;
        this.nanoTime = environment.nanoTime();
        this.measurements = environment.measurements();
        this.limits = limits;
        this.queue = new MutationQueue(limits.queueOps(), limits.queueBytes());
        this.evaluator =
                new BatchEvaluator(tailer, values, queue, signal, environment.blocking(), environment.batchIds());
        this.answers = new BatchAnswers(leaseStore, environment.blocking());
    }

    /**
     * Completes with the outcome, on the sequencer's thread, or exceptionally with a {@link
     * io.evenkeel.mvcc.RefusedException}. A caller who gives up completes the future itself; a mutation not begun by then
     * is not done.
     */
    public CompletableFuture<Outcome> submit(Mutation mutation) {
        return submit(mutation, Room.UNBOUNDED);
    }

    /**
     * As {@link #submit(Mutation)}, for a client.
     *
     * @param room for the values that have to be read to evaluate it
     */
    public CompletableFuture<Outcome> submit(Mutation mutation, Room room) {
        var pending = new PendingMutation(mutation, room);
        pending.enter(Stage.QUEUE);
        Optional<Refusal> alarm = gate.apply(mutation);
        if (stopped) {
            pending.refuse(Refusal.STOPPED);
        } else if (alarm.isPresent()) {
            pending.refuse(alarm.get());
        } else if (queue.offer(pending)) {
            signal.raise();
        } else {
            pending.refuse(Refusal.TOO_MANY_REQUESTS);
        }
        return pending.outcome();
    }

    /** Whether another replica appended between the last two batches of this one, in its way or not. */
    public boolean othersAppend() {
        return othersAppend;
    }

    public SequencerCounts counts() {
        return counters.counts(queue.size());
    }

    /** Takes no new mutation from now on; those submitted before are still done. */
    public void stop() {
        stopped = true;
        signal.raise();
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public long step() {
        if (unsettled != null) {
            return settle(unsettled);
        }
        List<PendingMutation> batch = queue.drain(limits.batchOps(), limits.batchBytes());
        if (batch.isEmpty()) {
            return IDLE;
        }
        commit(batch, new Assumptions());
        return 0;
    }

    private void commit(List<PendingMutation> mutations, Assumptions assumptions) {
        List<PendingMutation> open = mutations;
        while (!open.isEmpty()) {
            if (contended && !lock(open)) {
                return;
            }
            enter(Stage.WORK, open);
            EvaluatedBatch batch = evaluator.evaluate(open, assumptions);
            open = batch.mutations();
            if (batch.isEmpty()) {
                unlock();
                return;
            }
            if (append(batch, assumptions)) {
                return;
            }
        }
    }

    /**
     * Takes the append lock and catches up, as long as others append too: what is evaluated then cannot lose a race. Whether
     * it could; if not, the mutations were refused.
     */
    private boolean lock(List<PendingMutation> open) {
        enter(Stage.LOCK, open);
        long from = nanoTime.getAsLong();
        try {
            tailer.lockAndCatchUp();
        } catch (DatastoreException e) {
            writes.noteFailure(e);
            counters.failed.add(open.size());
            open.forEach(mutation -> mutation.refuse(Refusal.UNAVAILABLE));
            return false;
        } finally {
            measurements.locked(nanoTime.getAsLong() - from);
        }
        counters.locks.increment();
        locked = true;
        contended = tailer.entriesRead() > othersAtLastAppend;
        return true;
    }

    private void unlock() {
        if (locked) {
            locked = false;
            log.unlock();
        }
    }

    /** Whether the batch is dealt with; if not, its mutations are to be evaluated again. */
    private boolean append(EvaluatedBatch batch, Assumptions assumptions) {
        if (!batch.changesSomething()) {
            return confirm(batch);
        }
        locked = false;
        return switch (send(batch)) {
            case AppendResult.Appended() -> {
                succeed(batch);
                yield true;
            }
            case AppendResult.Conflict() -> lostTheRace();
            case AppendResult.SlotPurged() -> lostTheRace();
            case AppendResult.LeasesRefused refused -> {
                assumptions.learn(refused);
                yield false;
            }
            case AppendResult.NotSent(Throwable cause) -> {
                writes.noteFailure(cause);
                refuse(batch, Refusal.UNAVAILABLE);
                yield true;
            }
            case AppendResult.Unknown(Throwable cause) -> {
                counters.unknown.increment();
                logger.warn(
                        "An append at revision {} has an unknown outcome; repeating it until it is settled: {}",
                        batch.head().revision(),
                        cause.getMessage());
                unsettled = batch;
                yield true;
            }
        };
    }

    private static void enter(Stage stage, List<PendingMutation> mutations) {
        for (PendingMutation mutation : mutations) {
            mutation.enter(stage);
        }
    }

    private AppendResult send(EvaluatedBatch batch) {
        batch.enter(Stage.APPEND);
        long from = nanoTime.getAsLong();
        AppendResult result = log.append(batch.head(), batch.toAppend());
        measurements.appended(batch.entries().size(), nanoTime.getAsLong() - from);
        return result;
    }

    /** Proves that the head a batch without changes was evaluated at was the log's head after its mutations came. */
    private boolean confirm(EvaluatedBatch batch) {
        if (locked) {
            unlock();
        } else if (log.shared()) {
            batch.enter(Stage.BARRIER);
            try {
                tailer.catchUp();
            } catch (DatastoreException e) {
                refuse(batch, Refusal.UNAVAILABLE);
                return true;
            }
            if (tailer.applied().revision() != batch.head().revision()) {
                return false;
            }
        }
        answer(batch);
        return true;
    }

    /** Another replica was faster; from now on this one locks before it evaluates. */
    private boolean lostTheRace() {
        counters.conflicts.increment();
        contended = true;
        return false;
    }

    private long settle(EvaluatedBatch batch) {
        switch (send(batch)) {
            case AppendResult.Appended() -> {
                settled(batch, "it is in the log");
                succeed(batch);
            }
            case AppendResult.SlotPurged() -> {
                settled(batch, "what became of it is purged");
                refuse(batch, Refusal.TIMED_OUT);
            }
            case AppendResult.Conflict() when batch.entries().isEmpty() -> leavesOpen(batch);
            case AppendResult.Conflict() -> {
                settled(batch, "it is not in the log");
                lostTheRace();
                commit(batch.mutations(), new Assumptions());
            }
            case AppendResult.LeasesRefused refused -> {
                if (batch.entries().isEmpty()) {
                    leavesOpen(batch);
                } else {
                    settled(batch, "it is not in the log");
                    var assumptions = new Assumptions();
                    assumptions.learn(refused);
                    commit(batch.mutations(), assumptions);
                }
            }
            case AppendResult.NotSent(Throwable cause) -> {
                writes.noteFailure(cause);
                return SETTLE_PAUSE_NANOS;
            }
            case AppendResult.Unknown(Throwable cause) -> {
                writes.noteFailure(cause);
                return SETTLE_PAUSE_NANOS;
            }
        }
        return 0;
    }

    /** Only leases without keys were to be revoked: whether the first try did so leaves no trace. */
    private void leavesOpen(EvaluatedBatch batch) {
        settled(batch, "it only revoked leases, and may have done so");
        refuse(batch, Refusal.TIMED_OUT);
    }

    private void refuse(EvaluatedBatch batch, Refusal refusal) {
        counters.failed.add(batch.mutations().size());
        batch.refuseAll(refusal);
    }

    private void settled(EvaluatedBatch batch, String finding) {
        unsettled = null;
        logger.info("The append at revision {} is settled: {}", batch.head().revision(), finding);
    }

    private void succeed(EvaluatedBatch batch) {
        writes.noteSuccess();
        counters.batches.increment();
        long others = tailer.entriesRead();
        othersAppend = others > othersAtLastAppend;
        othersAtLastAppend = others;
        listener.appended();
        tailer.applyOwn(batch.entries());
        answer(batch);
        listener.answered(tailer.applied().revision());
    }

    private void answer(EvaluatedBatch batch) {
        counters.mutations.add(batch.answers().size());
        batch.enter(Stage.WORK);
        answers.give(batch);
    }
}
