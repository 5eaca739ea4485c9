package io.evenkeel.mvcc.log;

/** What must hold for a lease at the moment a batch commits, else the batch is not appended. */
public sealed interface LeaseCondition {

    long lease();

    /** A put hangs a key on this lease: it must exist. Expired but not yet revoked still counts, as in etcd. */
    record Exists(long lease) implements LeaseCondition {}

    /** A client revokes this lease: it must exist, and is deleted with the batch. */
    record Revoked(long lease) implements LeaseCondition {}

    /**
     * The reaper revokes this lease, which it has seen to be expired: it must exist and not have been renewed since; deleted
     * with the batch.
     *
     * @param atMillis when it expired, as {@link io.evenkeel.mvcc.lease.LeaseStore#expired} said
     */
    record Expired(long lease, long atMillis) implements LeaseCondition {}
}
