package io.evenkeel.mvcc.log;

/** Where a connection breaks so that the one who appends does not learn what became of the batch. */
public enum LostAnswer {
    /** The batch was sent, but never became part of the log. */
    BEFORE_COMMIT,
    /** The batch is in the log. */
    AFTER_COMMIT
}
