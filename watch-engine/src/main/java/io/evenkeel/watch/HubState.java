package io.evenkeel.watch;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** What all parts of the hub share: how far it has told its watchers, the time, and what it has counted. Owned by the hub. */
final class HubState {

    private final History history;
    private final LongSupplier nanoTime;
    private final long originNanos;
    private long nowNanos;
    private long head;
    private long compacted = -1;
    private long changes;
    private OptionalLong tellingSince = OptionalLong.empty();

    int sessions;
    int catchingUp;
    long eventsSent;
    long progressSent;
    long fallenBehind;
    long logReads;
    long backlogsSkipped;

    HubState(History history, LongSupplier nanoTime, long head) {
        this.history = history;
        this.nanoTime = nanoTime;
        this.head = head;
        this.originNanos = nanoTime.getAsLong();
    }

    /** Sets the time of the step that begins. */
    void readClock() {
        nowNanos = nanoTime.getAsLong() - originNanos;
    }

    /** The time of this step, from 0. */
    long nowNanos() {
        return nowNanos;
    }

    /** The revision up to which every live watcher has been offered everything. An empty store is at 1. */
    long head() {
        return head;
    }

    void headAt(long revision) {
        head = revision;
        changes++;
    }

    /** From now on entries are told of that were applied at {@code nanos}; or none, when that is empty. */
    void tellingSince(OptionalLong nanos) {
        tellingSince = nanos;
    }

    /** When the entries that are being told of were applied; empty while what is offered is of the past, or no event. */
    OptionalLong tellingSince() {
        return tellingSince;
    }

    /** What lies below it can be told to no one any more. */
    long compacted() {
        return Math.max(compacted, history.compactedRevision());
    }

    void compactedAt(long revision) {
        compacted = Math.max(compacted, revision);
    }

    void forgetCompacted() {
        compacted = -1;
    }

    /** Some session may have come into step. */
    void someoneCaughtUp() {
        changes++;
    }

    /** Grows whenever progress may have become true for a session for which it was not. */
    long changes() {
        return changes;
    }

    void count(WatchMessage message) {
        switch (message) {
            case WatchMessage.Events events -> eventsSent += events.events().size();
            case WatchMessage.Progress _ -> progressSent++;
            case WatchMessage.Created _,
                    WatchMessage.Refused _,
                    WatchMessage.Cancelled _,
                    WatchMessage.Compacted _ -> {}
        }
    }

    WatchCounts counts(int live) {
        return new WatchCounts(
                head, sessions, live, catchingUp, eventsSent, progressSent, fallenBehind, logReads, backlogsSkipped);
    }
}
