package io.evenkeel.mvcc.read;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Whoever wants to know where one call's time goes. Called on any thread, by one after the other; returns at once. */
@FunctionalInterface
public interface CallStages {

    /** Nobody. */
    CallStages UNTOLD = stage -> {};

    /** The call leaves the stage it is in, and is in this one from now on. */
    void enter(Stage stage);

    /** What the call waits for in {@code stage}; once it is there, the call is at {@link Stage#WORK}. */
    default <T extends @Nullable Object> CompletableFuture<T> during(Stage stage, CompletableFuture<T> awaited) {
        if (awaited.isDone()) {
            return awaited;
        }
        enter(stage);
        return awaited.whenComplete((there, failure) -> enter(Stage.WORK));
    }
}
