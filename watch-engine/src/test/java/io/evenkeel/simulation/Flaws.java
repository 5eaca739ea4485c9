package io.evenkeel.simulation;

import io.evenkeel.mvcc.lease.LeaseStore;
import io.evenkeel.mvcc.log.RevisionLog;
import io.evenkeel.watch.History;
import io.evenkeel.watch.WatchStream;

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

    /** Whether a linearizable read is made without a look at the log. */
    default boolean skipsTheBarrier() {
        return false;
    }
}
