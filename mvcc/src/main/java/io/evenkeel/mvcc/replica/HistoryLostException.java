package io.evenkeel.mvcc.replica;

import io.evenkeel.mvcc.log.LogPosition;

/**
 * The log no longer continues what this replica has applied: the datastore was restored, or failed over to a server with
 * less history. Nothing served so far may be relied on, and nothing more may be served from this index.
 */
public final class HistoryLostException extends RuntimeException {

    private final transient LogPosition applied;

    HistoryLostException(LogPosition applied) {
        super("the datastore no longer has revision " + applied.revision() + " as this replica applied it");
        this.applied = applied;
    }

    /** The position that the log should have had. */
    public LogPosition applied() {
        return applied;
    }
}
