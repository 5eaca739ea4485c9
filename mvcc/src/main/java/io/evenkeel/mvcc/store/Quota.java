package io.evenkeel.mvcc.store;

import io.evenkeel.mvcc.write.Mutation;
import io.evenkeel.mvcc.write.TxnOp;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The space quota, which no request may reach that needs more room. What is counted is what the store keeps, not what its
 * database has on disk: a compaction frees it at once, and what other stores have in the same database does not count. What a
 * request needs is estimated as by etcd ({@code storage/quota.go}).
 *
 * @param bytes {@link Long#MAX_VALUE} for no quota
 * @param keptBytes what the store keeps by now
 */
record Quota(long bytes, LongSupplier keptBytes) {

    private static final long PUT_OVERHEAD = 256;
    private static final long LEASE_BYTES = 64;

    /** Whether there is no room for {@code mutation}, which needs some. */
    boolean isExceededBy(Mutation mutation) {
        long cost = cost(mutation);
        return cost > 0 && isExceededBy(cost);
    }

    /** Whether there is no room for one more lease. */
    boolean isExceededByLease() {
        return isExceededBy(LEASE_BYTES);
    }

    private boolean isExceededBy(long cost) {
        return bytes != Long.MAX_VALUE && keptBytes.getAsLong() + cost >= bytes;
    }

    /** Bytes that {@code mutation} may add; 0 when it adds none. */
    static long cost(Mutation mutation) {
        return switch (mutation) {
            case Mutation.Put put ->
                PUT_OVERHEAD + put.key().length() + put.value().length();
            case Mutation.DeleteRange _, Mutation.RevokeLease _ -> 0;
            case Mutation.Txn txn -> Math.max(cost(txn.success()), cost(txn.failure()));
        };
    }

    private static long cost(List<TxnOp> ops) {
        return ops.stream()
                .mapToLong(op -> op instanceof Mutation mutation ? cost(mutation) : 0)
                .sum();
    }
}
