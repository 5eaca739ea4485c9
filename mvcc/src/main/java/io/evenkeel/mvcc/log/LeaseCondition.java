package io.evenkeel.mvcc.log;

/** What must hold for a lease at the moment a batch commits, else the batch is not appended. */
public sealed interface LeaseCondition {

    long lease();

    /** A put hangs a key on this lease: it must exist. Expired but not yet revoked still counts, as in etcd. */
    record Exists(long lease) implements LeaseCondition {}

    /** A client revokes this lease: it must exist, and is deleted with the batch. */
    record Revoked(long lease) implements LeaseCondition {}

    /** The reaper revokes this lease: it must exist and be expired by the datastore's clock; deleted with the batch. */
    record Expired(long lease) implements LeaseCondition {}
}
