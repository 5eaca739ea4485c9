package io.evenkeel.api;

import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys that one branch of a transaction puts and deletes, those of nested transactions included. A branch that might
 * touch a key twice is refused: etcd's {@code checkIntervals}, with its order of looking.
 *
 * <p>Both branches of one nested transaction may put the same key, since only one of them runs. A put of this branch itself
 * collides with any delete; one of a nested transaction with this branch's deletes and those of nested transactions before
 * it. Deletes never collide with each other, ranges with nothing.
 */
final class BranchKeys {

    private final Set<Key> puts = new HashSet<>();
    private final KeyIntervals deletes = new KeyIntervals();

    private BranchKeys() {}

    /** Refuses a branch that might touch a key twice. */
    static void check(List<RequestOp> ops) {
        boolean cannotCollide =
                ops.isEmpty() || (ops.size() == 1 && !ops.getFirst().hasRequestTxn());
        if (!cannotCollide) {
            of(ops);
        }
    }

    private static BranchKeys of(List<RequestOp> ops) {
        var keys = new BranchKeys();
        for (RequestOp op : ops) {
            if (op.hasRequestDeleteRange()) {
                keys.delete(op.getRequestDeleteRange());
            }
        }
        for (RequestOp op : ops) {
            if (op.hasRequestTxn()) {
                keys.nest(op.getRequestTxn());
            }
        }
        for (RequestOp op : ops) {
            if (op.hasRequestPut()) {
                keys.put(Key.wrap(ByteArrays.of(op.getRequestPut().getKey())));
            }
        }
        return keys;
    }

    private void delete(DeleteRangeRequest request) {
        deletes.add(KeyRange.ofEtcd(
                Key.wrap(ByteArrays.of(request.getKey())), Key.wrap(ByteArrays.of(request.getRangeEnd()))));
    }

    private void nest(TxnRequest txn) {
        BranchKeys success = of(txn.getSuccessList());
        BranchKeys failure = of(txn.getFailureList());
        success.puts.forEach(this::put);
        for (Key key : failure.puts) {
            if (!success.puts.contains(key)) {
                put(key);
            }
        }
        deletes.addAll(success.deletes);
        deletes.addAll(failure.deletes);
    }

    private void put(Key key) {
        if (deletes.contains(key) || !puts.add(key)) {
            throw EtcdError.DUPLICATE_KEY.asException();
        }
    }
}
