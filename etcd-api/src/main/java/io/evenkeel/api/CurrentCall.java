package io.evenkeel.api;

import io.evenkeel.mvcc.read.CallStages;
import io.evenkeel.mvcc.read.Stage;
import io.grpc.Context;
import java.util.concurrent.CompletableFuture;

/** What whoever stands around the services gives to the call that is being begun, in its {@link Context}. */
public final class CurrentCall {

    /** To be told what the call waits for. */
    public static final Context.Key<CallStages> STAGES =
            Context.keyWithDefault("evenkeel-call-stages", CallStages.UNTOLD);

    private CurrentCall() {}

    /** What the call that is being begun waits for, and what is the database's work alone. */
    static <T> CompletableFuture<T> inDatabase(CompletableFuture<T> awaited) {
        return STAGES.get().during(Stage.DATABASE, awaited);
    }
}
