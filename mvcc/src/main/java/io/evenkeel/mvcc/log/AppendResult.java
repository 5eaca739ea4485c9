package io.evenkeel.mvcc.log;

import java.util.Set;

/** What became of an {@link AppendBatch}. */
public sealed interface AppendResult {

    /** The batch is durable in the log, by this call or by an earlier one with the same batch. */
    record Appended() implements AppendResult {}

    /** Nothing was appended: the log's head is not the expected one, another replica was first. */
    record Conflict() implements AppendResult {}

    /**
     * Nothing was appended: the head is far beyond the expected one, and what the next slot held is physically deleted.
     * Whether an earlier call with the same batch had appended it can no longer be told.
     */
    record SlotPurged() implements AppendResult {}

    /**
     * Nothing was appended, because these lease conditions do not hold: the lease is {@code missing}, or it was to be
     * expired and has been {@code renewed}. Nothing else is wrong with the batch.
     */
    record LeasesRefused(Set<Long> missing, Set<Long> renewed) implements AppendResult {
        public LeasesRefused {
            missing = Set.copyOf(missing);
            renewed = Set.copyOf(renewed);
        }
    }

    /**
     * Nothing was appended and nothing was tried that could still happen: no connection was to be had, or the datastore
     * itself said no (its disk is full, the append lock was not given in time). Speaks of this call alone: if an earlier one
     * with the same batch was {@link Unknown}, it still is.
     */
    record NotSent(Throwable cause) implements AppendResult {}

    /** The batch may or may not be in the log. Settled by appending the identical batch again at the same head. */
    record Unknown(Throwable cause) implements AppendResult {}
}
