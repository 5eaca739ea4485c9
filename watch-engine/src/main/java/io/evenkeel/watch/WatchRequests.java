package io.evenkeel.watch;

import io.evenkeel.watch.Watcher.State;
import org.jspecify.annotations.Nullable;

/** Creates and cancels watches as clients ask, with etcd's checks and answers. Owned by the hub. */
final class WatchRequests {

    private static final String COMPACTED = "etcdserver: mvcc: required revision has been compacted";
    private static final String EMPTY_RANGE = "mvcc: watcher range is empty";
    private static final String DUPLICATE_ID = "mvcc: duplicate watch ID provided on the WatchStream";
    private static final String TOO_MANY = "etcdserver: too many requests";

    private final HubState hub;
    private final WatcherRegistry registry;
    private final CatchUp catchUp;
    private final PushedProgress pushed;
    private final long maxBytes;

    /** What all watches take, those included that wait for their cancellation. */
    private long bytes;

    /** @param maxBytes what all watches may take */
    WatchRequests(HubState hub, WatcherRegistry registry, CatchUp catchUp, PushedProgress pushed, long maxBytes) {
        this.hub = hub;
        this.registry = registry;
        this.catchUp = catchUp;
        this.pushed = pushed;
        this.maxBytes = maxBytes;
    }

    /** The answer is offered before the watch can be told anything. */
    void create(WatchSession session, WatchRequest request) {
        String reason = whyRefused(session.watches(), request);
        if (reason != null) {
            session.offer(new WatchMessage.Refused(reason, hub.head()));
            return;
        }
        long start = firstWithEntry(request.startRevision());
        boolean past = start > 0 && start <= hub.head();
        long id = request.watchId() == 0 ? session.watches().takeNextId() : request.watchId();
        long next = past ? start : Math.max(hub.head() + 1, start);
        Watcher watcher = new Watcher(session, id, request, next);
        session.watches().add(watcher);
        bytes += watcher.sizeBytes();
        session.offer(new WatchMessage.Created(id, hub.head()));
        if (past) {
            catchUp.begin(watcher);
        } else {
            watcher.become(State.LIVE);
            registry.add(watcher);
        }
        if (watcher.wantsProgress()) {
            pushed.add(session);
        }
    }

    /** Revision 1 is the empty store and has no entry to read; it can be compacted like any other. */
    private long firstWithEntry(long startRevision) {
        return startRevision == 1 && hub.compacted() < 2 ? 2 : startRevision;
    }

    private @Nullable String whyRefused(SessionWatches watches, WatchRequest request) {
        if (request.startRevision() < 0) {
            return COMPACTED;
        }
        if (request.range().isEmpty()) {
            return EMPTY_RANGE;
        }
        if (request.watchId() != 0 && watches.isTaken(request.watchId())) {
            return DUPLICATE_ID;
        }
        return watches.isFull() || bytes >= maxBytes ? TOO_MANY : null;
    }

    void cancel(WatchSession session, long watchId) {
        Watcher watcher = session.watches().remove(watchId, hub.head());
        if (watcher == null) {
            session.outbox().answeredBySilence();
        } else {
            stop(watcher);
            hub.someoneCaughtUp();
            session.offer(new WatchMessage.Cancelled(watchId, hub.head()));
        }
    }

    /** Ends all watches of a stream that is gone. */
    void cancelAll(WatchSession session) {
        session.watches().all().forEach(this::stop);
    }

    private void stop(Watcher watcher) {
        bytes -= watcher.sizeBytes();
        switch (watcher.state()) {
            case LIVE -> {
                registry.remove(watcher);
                watcher.become(State.GONE);
            }
            case TURN, STALLED, WAITING, READING -> catchUp.remove(watcher);
            case COMPACTED, GONE -> watcher.become(State.GONE);
        }
    }
}
