package io.evenkeel.mvcc.write;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Value;
import java.util.List;
import java.util.OptionalLong;

/** What a client wants changed, already checked for everything that can be seen in the request itself. */
public sealed interface Mutation {

    /** About how many bytes this request keeps in memory while it waits: keys and values. */
    long sizeBytes();

    /**
     * etcd's {@code PutRequest}.
     *
     * @param lease the lease to hang the key on, 0 for none
     * @param previous whether the previous key-value is asked for
     * @param ignoreValue keep the value the key has; {@code value} is then empty
     * @param ignoreLease keep the lease the key has; {@code lease} is then 0
     */
    record Put(Key key, Value value, long lease, boolean previous, boolean ignoreValue, boolean ignoreLease)
            implements Mutation, TxnOp {
        @Override
        public long sizeBytes() {
            return 64L + key.length() + value.length();
        }
    }

    /**
     * etcd's {@code DeleteRangeRequest}.
     *
     * @param previous whether the deleted key-values are asked for
     */
    record DeleteRange(KeyRange range, boolean previous) implements Mutation, TxnOp {
        @Override
        public long sizeBytes() {
            return 64L + range.start().length();
        }
    }

    /** etcd's {@code TxnRequest}: all {@code compares} decide between two lists of operations. */
    record Txn(List<Compare> compares, List<TxnOp> success, List<TxnOp> failure) implements Mutation, TxnOp {
        public Txn {
            compares = List.copyOf(compares);
            success = List.copyOf(success);
            failure = List.copyOf(failure);
        }

        @Override
        public long sizeBytes() {
            return 64L
                    + compares.stream().mapToLong(Compare::sizeBytes).sum()
                    + success.stream().mapToLong(TxnOp::sizeBytes).sum()
                    + failure.stream().mapToLong(TxnOp::sizeBytes).sum();
        }
    }

    /**
     * Deletes a lease and, in one revision, every key on it.
     *
     * @param expiry when the lease must still expire, by the datastore's clock, if that has been seen to be over: the reaper's
     *     revocation
     */
    record RevokeLease(long lease, OptionalLong expiry) implements Mutation {
        @Override
        public long sizeBytes() {
            return 32;
        }
    }
}
