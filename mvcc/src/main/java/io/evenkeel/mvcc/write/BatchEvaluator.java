package io.evenkeel.mvcc.write;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.index.PendingView;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.read.ValueReader;
import io.evenkeel.mvcc.replica.Applied;
import io.evenkeel.mvcc.replica.LogTailer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Works out what a batch of mutations changes, each on what those before it have left, on the newest index. A mutation that
 * needs values which are not at hand leaves the batch, and comes back when they are.
 */
final class BatchEvaluator {

    private final LogTailer tailer;
    private final ValueReader values;
    private final Executor blocking;
    private final LongSupplier batchIds;
    private final Consumer<PendingMutation> comeBack;

    /**
     * @param blocking runs the loading of values
     * @param comeBack takes a mutation whose values are loaded
     */
    BatchEvaluator(
            LogTailer tailer,
            ValueReader values,
            Executor blocking,
            LongSupplier batchIds,
            Consumer<PendingMutation> comeBack) {
        this.tailer = tailer;
        this.values = values;
        this.blocking = blocking;
        this.batchIds = batchIds;
        this.comeBack = comeBack;
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
                load(mutation, needed.revisions());
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

    private void load(PendingMutation mutation, Set<Revision> revisions) {
        blocking.execute(() -> {
            try {
                mutation.loaded().putAll(values.load(revisions));
                comeBack.accept(mutation);
            } catch (DatastoreException e) {
                mutation.refuse(Refusal.UNAVAILABLE);
            }
        });
    }
}
