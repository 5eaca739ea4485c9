package io.evenkeel.api;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A request that waits for its answer and gets exactly one: what it waits for, or that it took too long. */
abstract class PendingCall {

    private final AtomicBoolean answered = new AtomicBoolean();

    /** For {@link CallTimeouts}: the call that came before this one. */
    @Nullable
    PendingCall previous;

    /** For {@link CallTimeouts}. */
    long startNanos;

    /** True for the first who asks, who then has to answer. */
    final boolean claim() {
        return answered.compareAndSet(false, true);
    }

    final boolean isAnswered() {
        return answered.get();
    }

    /** Answers that it took too long. Called on the thread of {@link CallTimeouts}, after a successful {@link #claim}. */
    abstract void timeOut();
}
