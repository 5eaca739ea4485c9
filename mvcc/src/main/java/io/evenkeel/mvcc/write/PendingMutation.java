package io.evenkeel.mvcc.write;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.read.Room;
import io.evenkeel.mvcc.read.Stage;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A mutation on its way through the sequencer, with whoever waits for its outcome. */
final class PendingMutation {

    private final Mutation mutation;
    private final Room room;
    private final long sizeBytes;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final Map<Revision, Value> loaded = new ConcurrentHashMap<>();

    PendingMutation(Mutation mutation, Room room) {
        this.mutation = mutation;
        this.room = room;
        this.sizeBytes = mutation.sizeBytes();
    }

    Mutation mutation() {
        return mutation;
    }

    /** As {@link Mutation#sizeBytes}, which has to add it up. */
    long sizeBytes() {
        return sizeBytes;
    }

    /** For the values that have to be read to evaluate it. */
    Room room() {
        return room;
    }

    /** Says what it waits for now. */
    void enter(Stage stage) {
        room.stages().enter(stage);
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    /** Whether nobody waits any more: the caller has given up. What was not begun by then is not done. */
    boolean isAbandoned() {
        return outcome.isDone();
    }

    /** All values read so far for this mutation's sake, because an evaluation lacked them. */
    Map<Revision, Value> loaded() {
        return loaded;
    }

    void refuse(Refusal refusal) {
        outcome.completeExceptionally(refusal.asException());
    }
}
