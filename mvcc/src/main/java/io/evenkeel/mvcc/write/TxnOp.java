package io.evenkeel.mvcc.write;

import io.evenkeel.mvcc.read.RangeQuery;

/** One operation of a transaction's branch: etcd's {@code RequestOp}. */
public sealed interface TxnOp permits TxnOp.Range, Mutation.Put, Mutation.DeleteRange, Mutation.Txn {

    /** About how many bytes this operation keeps in memory while it waits. */
    long sizeBytes();

    /**
     * A range read within a transaction; it sees what the operations before it changed.
     *
     * @param serializable whether a transaction of nothing but such ranges may be answered from what this replica has
     */
    record Range(RangeQuery query, boolean serializable) implements TxnOp {
        @Override
        public long sizeBytes() {
            return 64L + query.range().start().length();
        }
    }
}
