package io.evenkeel.mvcc.lessor;

/**
 * What this replica has done with leases since the start.
 *
 * @param renewed answered keepalives that found their lease
 * @param revoked revoked because a client asked for it
 */
public record LeaseCounts(long granted, long renewed, long revoked) {}
