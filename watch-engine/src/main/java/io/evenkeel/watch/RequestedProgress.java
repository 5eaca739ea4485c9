package io.evenkeel.watch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Requests for progress on their way to an answer. First all that are waiting pass one read barrier together, which began
 * after they came: its revision is the least that may be answered. Then each waits until its session is in step at that
 * revision or beyond. Owned by the hub.
 */
final class RequestedProgress {

    private static final long PAUSE_NANOS = 100_000_000;

    private final HubState hub;
    private final History history;
    private final Inbox inbox;
    private LinkedHashSet<WatchSession> waiting = new LinkedHashSet<>();
    private final LinkedHashMap<WatchSession, Long> owed = new LinkedHashMap<>();
    private boolean barrierUnderWay;
    private long pausedUntilNanos;

    RequestedProgress(HubState hub, History history, Inbox inbox) {
        this.hub = hub;
        this.history = history;
        this.inbox = inbox;
    }

    /** Those who wait for one and the same barrier. */
    record Round(List<WatchSession> sessions) {}

    /** What a barrier came to. */
    sealed interface Proof {
        record Revision(long revision) implements Proof {}

        record Failed() implements Proof {}
    }

    /** Takes in a request; with no watch in the session there is nothing to answer. */
    void ask(WatchSession session) {
        session.takeProgressAsked();
        if (session.watches().hasActive()) {
            waiting.add(session);
        }
    }

    /** Starts the next barrier, and answers whom it can. */
    void proceed() {
        if (!barrierUnderWay && !waiting.isEmpty() && hub.nowNanos() >= pausedUntilNanos) {
            startBarrier();
        }
        Iterator<Map.Entry<WatchSession, Long>> debts = owed.entrySet().iterator();
        while (debts.hasNext()) {
            Map.Entry<WatchSession, Long> debt = debts.next();
            if (settle(debt.getKey(), debt.getValue())) {
                debts.remove();
            }
        }
    }

    /** How long until a barrier may be started, if any session is waiting for that alone. */
    long nanosUntilDue() {
        return waiting.isEmpty() || barrierUnderWay ? Long.MAX_VALUE : Math.max(0, pausedUntilNanos - hub.nowNanos());
    }

    /** The group is swapped before the barrier is asked for: whoever comes later needs a later one. */
    private void startBarrier() {
        Round round = new Round(new ArrayList<>(waiting));
        waiting = new LinkedHashSet<>();
        barrierUnderWay = true;
        var _ = barrier().whenComplete((revision, failure) -> {
            Proof proof = failure == null ? new Proof.Revision(revision) : new Proof.Failed();
            inbox.put(new HubMessage.BarrierEnded(round, proof));
        });
    }

    private CompletableFuture<Long> barrier() {
        try {
            return history.readBarrier();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    void barrierEnded(Round round, Proof proof) {
        barrierUnderWay = false;
        for (WatchSession session : round.sessions()) {
            switch (proof) {
                case Proof.Revision(long revision) -> owed.merge(session, revision, Math::max);
                case Proof.Failed _ -> {
                    waiting.add(session);
                    pausedUntilNanos = hub.nowNanos() + PAUSE_NANOS;
                }
            }
        }
    }

    /** Answers if that is true now; whether nothing is owed any more, as to a session that has ended. */
    private boolean settle(WatchSession session, long leastRevision) {
        SessionWatches watches = session.watches();
        if (!watches.hasActive()) {
            return true;
        }
        if (hub.head() < leastRevision || !watches.isInStep(hub.head())) {
            return false;
        }
        if (!session.outbox().hasRoom()) {
            session.outbox().signalWhenEmpty();
            return false;
        }
        session.offer(new WatchMessage.Progress(-1, hub.head()));
        watches.all().forEach(watcher -> watcher.toldThrough(hub.head()));
        return true;
    }
}
