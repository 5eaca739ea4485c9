package io.evenkeel.mvcc.log;

/**
 * A lease as a store is filled with it.
 *
 * @param id not 0
 * @param ttlSeconds granted TTL, 1 or more
 */
public record StoredLease(long id, long ttlSeconds) {

    public StoredLease {
        if (id == 0 || ttlSeconds <= 0) {
            throw new IllegalArgumentException("lease " + id + " with a TTL of " + ttlSeconds + " s");
        }
    }
}
