package io.evenkeel.mvcc.read;

/**
 * What a store's cache of values has been good for since the start.
 *
 * @param hits values looked for that were at hand
 * @param misses values looked for that had to be read from the log
 * @param sizeBytes about how much memory it takes now
 */
public record CacheCounts(long hits, long misses, long sizeBytes) {}
