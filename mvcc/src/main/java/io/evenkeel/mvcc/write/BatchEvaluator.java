package io.evenkeel.mvcc.write;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.index.PendingView;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.read.Room;
import io.evenkeel.mvcc.read.Stage;
import io.evenkeel.mvcc.read.ValueReader;
import io.evenkeel.mvcc.replica.Applied;
import io.evenkeel.mvcc.replica.LogTailer;
import io.evenkeel.mvcc.replica.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Works out what a batch of mutations changes, each on what those before it have left, on the newest index. A mutation that
 * needs values which are not at hand leaves the batch, and comes back when they are.
 */
final class BatchEvaluator {

    private final LogTailer tailer;
    private final ValueReader values;
    private final Executor blocking;
    private final LongSupplier batchIds;
    private final MutationQueue queue;
    private final Signal signal;

    /**
     * @param queue where a mutation comes back to when its values are loaded, and is counted meanwhile
     * @param signal raised then
     * @param blocking runs the loading of values
     */
    BatchEvaluator(
            LogTailer tailer,
            ValueReader values,
            MutationQueue queue,
            Signal signal,
            Executor blocking,
            LongSupplier batchIds) {
        this.tailer = tailer;
        this.values = values;
        this.blocking = blocking;
        this.batchIds = batchIds;
        this.queue = queue;
        this.signal = signal;
    }

    EvaluatedBatch evaluate(List<PendingMutation> mutations, Assumptions assumptions) {
        Applied applied = tailer.applied();
        long id = batchIds.getAsLong();
        var view = new PendingView(applied.index(), applied.revision(), id);
        PendingLeases leases = assumptions.leases();
        var answers = new ArrayList<EvaluatedBatch.Answered>(mutations.size());
        for (PendingMutation mutation : mutations) {
            var evaluator = new TxnEvaluator(view, known(view, mutation), leases, tailer.compacted());
            Evaluation evaluation = evaluator.evaluate(mutation.mutation());
            if (evaluation instanceof Evaluation.NeedsValues needed) {
                load(mutation, needed);
            } else {
                answers.add(new EvaluatedBatch.Answered(mutation, evaluation));
            }
        }
        return new EvaluatedBatch(id, applied.position(), view.entries(), leases.conditions(), answers);
    }

    private KnownValues known(PendingView view, PendingMutation mutation) {
        return revision -> {
            Value value = view.pendingValue(revision);
            if (value == null) {
                value = mutation.loaded().get(revision);
            }
            return value != null ? value : values.cached(revision);
        };
    }

    private void load(PendingMutation mutation, Evaluation.NeedsValues needed) {
        queue.setAside(mutation);
        CompletableFuture<@Nullable Void> room = needed.bytes() <= Room.FREE_BYTES
                ? Room.UNBOUNDED.take(needed.bytes())
                : mutation.room().stages().during(Stage.ROOM, mutation.room().take(needed.bytes()));
        var _ = room.thenRunAsync(
                        () -> {
                            mutation.enter(Stage.VALUES);
                            mutation.loaded().putAll(values.load(needed.revisions()));
                        },
                        blocking)
                .whenComplete((loaded, failure) -> {
                    if (failure == null) {
                        mutation.enter(Stage.QUEUE);
                        queue.putBack(mutation);
                        signal.raise();
                    } else {
                        queue.forget(mutation);
                        fail(mutation, failure);
                    }
                });
    }

    private static void fail(PendingMutation mutation, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof DatastoreException) {
            mutation.refuse(Refusal.UNAVAILABLE);
        } else {
            mutation.outcome().completeExceptionally(cause);
        }
    }
}
