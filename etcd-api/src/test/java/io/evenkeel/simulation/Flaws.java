package io.evenkeel.simulation;

import io.evenkeel.api.peer.Writer;
import io.evenkeel.mvcc.lease.LeaseStore;
import io.evenkeel.mvcc.log.RevisionLog;
import io.evenkeel.mvcc.store.KeyValueStore;
import io.evenkeel.watch.History;
import io.evenkeel.watch.WatchStream;
import java.util.concurrent.CompletableFuture;

/** What is put between a replica and its surroundings to break it. By default nothing. */
interface Flaws {

    Flaws NONE = new Flaws() {};

    default RevisionLog log(RevisionLog log) {
        return log;
    }

    default LeaseStore leases(LeaseStore leases) {
        return leases;
    }

    default History history(History history) {
        return history;
    }

    default WatchStream stream(WatchStream stream) {
        return stream;
    }

    /** What does the writes of a replica's clients. */
    default Writer writer(Writer forwarding, Writer local) {
        return forwarding;
    }

    /** Completes when a revision that a forwarded write was answered with is applied. */
    default CompletableFuture<Long> applied(KeyValueStore store, long revision) {
        return store.applied(revision);
    }

    /** Whether a linearizable read is made without a look at the log. */
    default boolean skipsTheBarrier() {
        return false;
    }
}
