package io.evenkeel.sql;

/**
 * The connections of one pool, now.
 *
 * @param purpose what they are for: read, scan, write
 * @param waiting who waits for one
 * @param most how many there can be
 */
public record PoolCounts(String purpose, int busy, int idle, int waiting, int most) {}
