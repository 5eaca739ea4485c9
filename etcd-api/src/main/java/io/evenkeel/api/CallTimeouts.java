package io.evenkeel.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends the calls that have waited too long. As all may wait equally long, there is nothing to sort: a call is pushed on a
 * stack when it begins, which costs it one compare-and-set, and a sweep every now and then drops those that have been
 * answered meanwhile. So nearly every call is looked at once, long after its own thread has forgotten it.
 */
final class CallTimeouts {

    private final long timeoutNanos;
    private final LongSupplier nanoTime;
    private final AtomicReference<@Nullable PendingCall> arrived = new AtomicReference<>();

    /** Owned by the thread that sweeps. */
    private final List<PendingCall> waiting = new ArrayList<>();

    CallTimeouts(Duration timeout, LongSupplier nanoTime) {
        this.timeoutNanos = timeout.toNanos();
        this.nanoTime = nanoTime;
    }

    void add(PendingCall call) {
        call.startNanos = nanoTime.getAsLong();
        PendingCall before;
        do {
            before = arrived.get();
            call.previous = before;
        } while (!arrived.compareAndSet(before, call));
    }

    /** Times out what is due. One thread at a time. */
    void sweep() {
        takeArrived();
        long now = nanoTime.getAsLong();
        waiting.removeIf(call -> call.isAnswered() || isOver(call, now));
    }

    private void takeArrived() {
        PendingCall call = arrived.getAndSet(null);
        while (call != null) {
            PendingCall before = call.previous;
            call.previous = null;
            if (!call.isAnswered()) {
                waiting.add(call);
            }
            call = before;
        }
    }

    private boolean isOver(PendingCall call, long now) {
        if (now - call.startNanos < timeoutNanos) {
            return false;
        }
        if (call.claim()) {
            call.timeOut();
        }
        return true;
    }
}
