package io.evenkeel.mvcc.write;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A mutation on its way through the sequencer, with whoever waits for its outcome. */
final class PendingMutation {

    private final Mutation mutation;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private volatile Map<Revision, Value> loaded = Map.of();

    PendingMutation(Mutation mutation) {
        this.mutation = mutation;
    }

    Mutation mutation() {
        return mutation;
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    /** Whether nobody waits any more: the caller has given up. What was not begun by then is not done. */
    boolean isAbandoned() {
        return outcome.isDone();
    }

    /** Values read for this mutation's sake, because an evaluation lacked them. */
    Map<Revision, Value> loaded() {
        return loaded;
    }

    void loaded(Map<Revision, Value> values) {
        loaded = values;
    }

    void refuse(Refusal refusal) {
        outcome.completeExceptionally(refusal.asException());
    }
}
