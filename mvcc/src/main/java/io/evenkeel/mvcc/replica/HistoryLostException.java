package io.evenkeel.mvcc.replica;

import io.evenkeel.mvcc.log.LogPosition;

/**
 * The log no longer continues what this replica has applied: the datastore was restored, or failed over to a server with
 * less history. Nothing served so far may be relied on, and nothing more may be served from this index.
 */
public final class HistoryLostException extends RuntimeException {

    private final transient LogPosition applied;

    private final long clusterId;

    /** @param clusterId the one that the store had before */
    HistoryLostException(LogPosition applied, long clusterId, String reason) {
        super(reason);
        this.applied = applied;
        this.clusterId = clusterId;
    }

    /** The position that the log should have had. */
    public LogPosition applied() {
        return applied;
    }

    /** The cluster id under which the history that is lost was served. */
    public long clusterId() {
        return clusterId;
    }
}
