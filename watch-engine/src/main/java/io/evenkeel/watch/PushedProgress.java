package io.evenkeel.watch;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * Tells watches created with {@code progress_notify} that the head has moved, though their clients have not asked. As true as any
 * progress: only when every watch of the stream is in step.
 *
 * <p>At once where somebody is known to wait for it: a Kubernetes API server that has read the head, and now waits for its watch
 * to get there, is spared the wait for its own next request. That is at most one message for one read.
 *
 * <p>Else now and then, so that a client which has to watch anew does not have to begin long ago: only when the stream has been
 * left in peace for the interval, times the watches to tell, and has taken all that was queued. Owned by the hub.
 */
final class PushedProgress {

    /** Looks over the sessions at most this often in one interval. */
    private static final int ROUNDS_PER_INTERVAL = 4;

    private final HubState hub;
    private final long intervalNanos;
    private final LinkedHashSet<WatchSession> sessions = new LinkedHashSet<>();

    /** Whom somebody waits to be told, with the least revision that helps. */
    private final LinkedHashMap<WatchSession, Long> wanted = new LinkedHashMap<>();

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
        if (intervalNanos > 0) {
            sessions.add(session);
        }
    }

    void remove(WatchSession session) {
        sessions.remove(session);
        wanted.remove(session);
    }

    /** Somebody waits until the session's watches are told of {@code revision} or beyond. */
    void want(WatchSession session, long revision) {
        wanted.merge(session, revision, Math::max);
    }

    /** A session that was to be told has taken all that was queued. */
    void resume() {
        unfinished = true;
    }

    void push() {
        tellWhereWanted();
        if (!isDue() || hub.nowNanos() < nextRoundNanos) {
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
        return isDue() ? Math.max(0, nextRoundNanos - hub.nowNanos()) : Long.MAX_VALUE;
    }

    /** Those who are behind are told when they have caught up: the hub steps again then. */
    private void tellWhereWanted() {
        Iterator<Map.Entry<WatchSession, Long>> waiting = wanted.entrySet().iterator();
        while (waiting.hasNext()) {
            Map.Entry<WatchSession, Long> next = waiting.next();
            if (isTold(next.getKey().watches(), next.getValue())) {
                waiting.remove();
            }
        }
    }

    /** Whether the watches know of {@code revision}, by now. */
    private boolean isTold(SessionWatches watches, long revision) {
        boolean known = watches.wantingProgress().stream().allMatch(watcher -> watcher.toldRevision() >= revision);
        return known || (hub.head() >= revision && watches.isInStep(hub.head()) && tell(watches, hub.head()));
    }

    private boolean isDue() {
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
        long due = watches.lastOfferNanos() + intervalNanos * untold;
        if (due > hub.nowNanos()) {
            return due;
        }
        if (session.outbox().isEmpty()) {
            var _ = tell(watches, head);
        } else {
            session.outbox().signalWhenEmpty();
        }
        return Long.MAX_VALUE;
    }

    /** Whether there was room to tell all. If not, the hub hears when there is. */
    private static boolean tell(SessionWatches watches, long head) {
        for (Watcher watcher : watches.wantingProgress()) {
            if (watcher.toldRevision() < head) {
                if (!watcher.session().outbox().hasRoom()) {
                    watcher.session().outbox().signalWhenEmpty();
                    return false;
                }
                watcher.offerProgress(head);
            }
        }
        return true;
    }
}
