package io.evenkeel.mvcc.log;

/**
 * A lease as it goes from one store into another.
 *
 * @param ttlSeconds granted TTL
 */
public record StoredLease(long id, long ttlSeconds) {}
