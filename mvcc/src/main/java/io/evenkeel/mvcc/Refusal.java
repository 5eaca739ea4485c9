package io.evenkeel.mvcc;

/** Every reason for which a well-formed request can be refused. Mapped to a gRPC status in one table of the API. */
public enum Refusal {
    /** The revision asked for lies below the compacted revision. */
    COMPACTED,
    /** The revision asked for lies above the current revision. */
    FUTURE_REVISION,
    /** {@code ignore_value} or {@code ignore_lease} on a key that does not exist. */
    KEY_NOT_FOUND,
    LEASE_NOT_FOUND,
    LEASE_EXISTS,
    /** A TTL above etcd's {@code MaxLeaseTTL}, 9 000 000 000 seconds. */
    LEASE_TTL_TOO_LARGE,
    /** The write queue is full; nothing was done. */
    TOO_MANY_REQUESTS,
    /** The space quota is used up; only requests that free space are served. */
    NO_SPACE,
    /** The replicas' data disagree; nothing is written any more. */
    CORRUPT,
    /** The datastore cannot be reached; nothing was done. */
    UNAVAILABLE,
    /** No answer in time. A write so refused may still happen or have happened. */
    TIMED_OUT,
    /** The server is stopping; nothing was done. */
    STOPPED;

    /** This refusal as an exception, for completing a future with. */
    public RefusedException asException() {
        return new RefusedException(this);
    }
}
