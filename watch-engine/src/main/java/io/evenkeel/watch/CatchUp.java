package io.evenkeel.watch;

import io.evenkeel.watch.Watcher.State;
import java.util.LinkedHashSet;

/**
 * Brings watchers that are behind up to the hub's head: from the recent entries where it can, else by a read of the log.
 * For each of them nothing is kept but the next revision it is owed. Owned by the hub.
 */
final class CatchUp {

    /** An empty store is at revision 1, from which a watch may start, but of which there is nothing to tell. */
    private static final long FIRST_ENTRY = 2;

    private final HubState hub;
    private final WatcherRegistry registry;
    private final Replay replay;
    private final CatchUpReads reads;
    private final LinkedHashSet<Watcher> behind = new LinkedHashSet<>();
    private final LinkedHashSet<Watcher> turns = new LinkedHashSet<>();

    CatchUp(HubState hub, WatcherRegistry registry, Replay replay, CatchUpReads reads) {
        this.hub = hub;
        this.registry = registry;
        this.replay = replay;
        this.reads = reads;
    }

    /** Takes in a watcher that starts in the past. */
    void begin(Watcher watcher) {
        behind.add(watcher);
        hub.catchingUp = behind.size();
        watcher.session().watches().oneBehind();
        toTurn(watcher);
    }

    /** Takes in a live watcher that is not told of {@code revision}. */
    void fallBehind(Watcher watcher, long revision) {
        hub.fallenBehind++;
        registry.remove(watcher);
        watcher.advanceTo(revision);
        begin(watcher);
    }

    /** Forgets a watcher that is canceled. */
    void remove(Watcher watcher) {
        turns.remove(watcher);
        reads.remove(watcher);
        watcher.session().watches().unstall(watcher);
        leave(watcher);
        watcher.become(State.GONE);
    }

    /** The stream of these has room again. */
    void resume(WatchSession session) {
        session.watches().takeStalled().forEach(this::toTurn);
    }

    /** Lets those find out that are overtaken by a compaction: who waits for a read waits in vain. */
    void overtake() {
        for (Watcher watcher : behind) {
            boolean waits = watcher.state() == State.WAITING || watcher.state() == State.READING;
            if (waits && watcher.nextRevision() < hub.compacted()) {
                reads.remove(watcher);
                toTurn(watcher);
            }
        }
    }

    /** Gives up to {@code limit} watchers their turn; whether there are more. */
    boolean takeTurns(int limit) {
        for (int i = 0; i < limit && !turns.isEmpty(); i++) {
            takeTurn(turns.removeFirst());
        }
        return !turns.isEmpty();
    }

    private void takeTurn(Watcher watcher) {
        if (!watcher.session().outbox().hasRoom()) {
            stall(watcher);
        } else if (watcher.nextRevision() < hub.compacted()) {
            endCompacted(watcher);
        } else {
            watcher.advanceTo(FIRST_ENTRY);
            goOnFromRecent(watcher);
        }
    }

    private void goOnFromRecent(Watcher watcher) {
        if (watcher.nextRevision() > hub.head()) {
            join(watcher);
            return;
        }
        switch (replay.recent(watcher)) {
            case HEAD -> join(watcher);
            case END_OF_BATCH -> toTurn(watcher);
            case END_OF_ENTRIES -> reads.await(watcher);
            case END_OF_ROOM -> stall(watcher);
        }
    }

    /** A read has ended: those it was for go on from what it brought, or wait for another one. */
    void ended(CatchUpRead read, CatchUpRead.Result result) {
        reads.ended(result);
        for (Watcher watcher : read.group()) {
            if (watcher.isReadBy(read)) {
                goOn(watcher, result);
            }
        }
    }

    private void goOn(Watcher watcher, CatchUpRead.Result result) {
        switch (result) {
            case CatchUpRead.Result.Entries(var entries) -> {
                switch (replay.read(watcher, entries)) {
                    case HEAD -> join(watcher);
                    case END_OF_BATCH, END_OF_ENTRIES -> toTurn(watcher);
                    case END_OF_ROOM -> stall(watcher);
                }
            }
            case CatchUpRead.Result.Purged(long revision) -> {
                hub.compactedAt(revision);
                toTurn(watcher);
            }
            case CatchUpRead.Result.Failed _ -> reads.await(watcher);
        }
    }

    private void toTurn(Watcher watcher) {
        watcher.become(State.TURN);
        turns.add(watcher);
    }

    private void stall(Watcher watcher) {
        watcher.become(State.STALLED);
        watcher.session().watches().stall(watcher);
        watcher.session().outbox().signalWhenEmpty();
    }

    private void join(Watcher watcher) {
        leave(watcher);
        watcher.become(State.LIVE);
        registry.add(watcher);
    }

    private void endCompacted(Watcher watcher) {
        leave(watcher);
        watcher.session().watches().compacted(watcher, hub.head());
        watcher.become(State.COMPACTED);
        watcher.session().offer(new WatchMessage.Compacted(watcher.id(), hub.compacted()));
    }

    private void leave(Watcher watcher) {
        behind.remove(watcher);
        hub.catchingUp = behind.size();
        watcher.session().watches().oneNoLongerBehind();
        hub.someoneCaughtUp();
    }
}
