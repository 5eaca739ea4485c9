package io.evenkeel.mvcc.write;

/**
 * What the sequencer has done since it was made.
 *
 * @param mutations mutations answered, refused ones included
 * @param batches batches appended
 * @param conflicts appends that found another replica's entry in their slot
 * @param locks times the append lock was taken before evaluating, because others append too
 * @param unknown appends whose outcome had to be settled by repeating them
 * @param failed mutations refused because the datastore could not be reached, or with an unknown outcome
 * @param waiting mutations in the queue now
 */
public record SequencerCounts(
        long mutations, long batches, long conflicts, long locks, long unknown, long failed, int waiting) {}
