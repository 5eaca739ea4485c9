package io.evenkeel.mvcc.log;

/** What a read of the log found. */
public sealed interface TailRead permits LogSlice, TailRead.HistoryPurged, TailRead.HistoryLost {

    /**
     * Rows after the position are already physically deleted: the reader is too far behind to follow entry by entry and
     * must load a fresh index.
     */
    record HistoryPurged(long purged) implements TailRead {}

    /**
     * The log no longer continues the position: its row is missing or belongs to another batch. History was lost in a
     * failover or a restore. Nothing read before may be trusted to still be there.
     */
    record HistoryLost(LogPosition expected) implements TailRead {}
}
