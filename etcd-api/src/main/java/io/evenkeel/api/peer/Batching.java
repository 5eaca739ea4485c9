package io.evenkeel.api.peer;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs a task soon after it is asked for, once for all who ask until it begins: what they have to do is done together. */
final class Batching {

    private final Executor executor;
    private final Runnable task;
    private final AtomicBoolean requested = new AtomicBoolean();

    Batching(Executor executor, Runnable task) {
        this.executor = executor;
        this.task = task;
    }

    /** To be called after what is to be done has been made visible. */
    void request() {
        if (!requested.get() && requested.compareAndSet(false, true)) {
            executor.execute(() -> {
                requested.set(false);
                task.run();
            });
        }
    }
}
