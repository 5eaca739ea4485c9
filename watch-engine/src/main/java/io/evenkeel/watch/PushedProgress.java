package io.evenkeel.watch;

import java.util.LinkedHashSet;

/**
 * Tells watches created with {@code progress_notify} that the head has moved, unasked and soon. A Kubernetes API server
 * that waits for its watch to reach a revision is spared the wait for its own next request.
 *
 * <p>As true as any progress: only when every watch of the stream is in step. And not a burden: only when the stream has
 * been left in peace for the interval, times the watches to tell, and has taken all that was queued. Where writes never
 * cease, nearly all of what is pushed is of no use to anyone, so a client that has not asked for progress itself for a
 * while, that is, that had nobody waiting, is left in peace ten times as long. Owned by the hub.
 */
final class PushedProgress {

    /** Looks over the sessions at most this often in one interval. */
    private static final int ROUNDS_PER_INTERVAL = 4;

    private static final long EAGER_NANOS = 30_000_000_000L;
    private static final int CALM_INTERVALS = 10;

    private final HubState hub;
    private final long intervalNanos;
    private final LinkedHashSet<WatchSession> sessions = new LinkedHashSet<>();

    /** The hub's {@link HubState#changes} of the last round. */
    private long seenChanges;

    private long nextRoundNanos;

    /** Whether the last round left a session that was not yet to be told. */
    private boolean unfinished;

    PushedProgress(HubState hub, WatchSettings settings) {
        this.hub = hub;
        this.intervalNanos = settings.pushProgressInterval().toNanos();
    }

    void add(WatchSession session) {
        if (intervalNanos > 0 && sessions.add(session)) {
            session.watches().progressAskedAt(hub.nowNanos());
        }
    }

    void remove(WatchSession session) {
        sessions.remove(session);
    }

    /** A session that was to be told has taken all that was queued. */
    void resume() {
        unfinished = true;
    }

    void push() {
        if (!isWanted() || hub.nowNanos() < nextRoundNanos) {
            return;
        }
        seenChanges = hub.changes();
        unfinished = false;
        long earliest = Long.MAX_VALUE;
        for (WatchSession session : sessions) {
            earliest = Math.min(earliest, push(session));
        }
        unfinished = earliest != Long.MAX_VALUE;
        long soonest = hub.nowNanos() + intervalNanos / ROUNDS_PER_INTERVAL;
        nextRoundNanos = unfinished ? Math.max(soonest, earliest) : soonest;
    }

    long nanosUntilDue() {
        return isWanted() ? Math.max(0, nextRoundNanos - hub.nowNanos()) : Long.MAX_VALUE;
    }

    private boolean isWanted() {
        return !sessions.isEmpty() && (unfinished || seenChanges != hub.changes());
    }

    /** Tells the session if that is due; when it will be, if only time is to pass. */
    private long push(WatchSession session) {
        long head = hub.head();
        SessionWatches watches = session.watches();
        int untold = 0;
        for (Watcher watcher : watches.wantingProgress()) {
            untold += watcher.toldRevision() < head ? 1 : 0;
        }
        if (untold == 0 || !watches.isInStep(head)) {
            return Long.MAX_VALUE;
        }
        boolean eager = hub.nowNanos() - watches.lastAskedNanos() < EAGER_NANOS;
        long due = watches.lastOfferNanos() + intervalNanos * untold * (eager ? 1 : CALM_INTERVALS);
        if (due > hub.nowNanos()) {
            return due;
        }
        if (session.outbox().isEmpty()) {
            tell(watches, head);
        } else {
            session.outbox().signalWhenEmpty();
        }
        return Long.MAX_VALUE;
    }

    private static void tell(SessionWatches watches, long head) {
        for (Watcher watcher : watches.wantingProgress()) {
            if (watcher.toldRevision() < head) {
                if (!watcher.session().outbox().hasRoom()) {
                    watcher.session().outbox().signalWhenEmpty();
                    return;
                }
                watcher.offerProgress(head);
            }
        }
    }
}
