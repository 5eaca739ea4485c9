package io.evenkeel.mvcc.read;

/**
 * The answer to a range of its own.
 *
 * @param revision the store's current revision when it was read, also for a read of the past
 */
public record RangeAnswer(long revision, RangeQuery query, RangeResult result) {}
