package io.evenkeel.mvcc.lessor;

/** A lease just granted, with the TTL it really got. */
public record GrantedLease(long id, long ttlSeconds) {}
