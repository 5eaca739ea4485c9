package io.evenkeel.e2e.differential;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.Compare;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.mvccpb.KeyValue;
import io.evenkeel.e2e.differential.KeySpace.KeyRange;
import java.util.List;

/** Transactions: nested ones with every compare and op, and the compare-and-swap that Kubernetes lives on. */
final class TxnRequests {

    private static final int DEPTH = 3;

    private final Dice dice;
    private final RangeRequests ranges;
    private final WriteRequests writes;

    TxnRequests(Dice dice, RangeRequests ranges, WriteRequests writes) {
        this.dice = dice;
        this.ranges = ranges;
        this.writes = writes;
    }

    /** Mostly one whose writes do not touch a key twice, which etcd would refuse. */
    TxnRequest txn(World world) {
        boolean careless = dice.percent(20);
        return txn(world, DEPTH, careless ? new Writable.Any(dice) : new Writable.Once(dice));
    }

    TxnRequest compareAndSwap(World world) {
        KeyValue known = known(world);
        ByteString key = known.getKey();
        RequestOp write = dice.percent(80)
                ? put(writes.put(world, key))
                : delete(DeleteRangeRequest.newBuilder().setKey(key).build());
        return TxnRequest.newBuilder()
                .addCompare(Compare.newBuilder()
                        .setTarget(Compare.CompareTarget.MOD)
                        .setKey(key)
                        .setModRevision(known.getModRevision()))
                .addSuccess(write)
                .addFailure(range(RangeRequest.newBuilder().setKey(key).build()))
                .build();
    }

    private TxnRequest txn(World world, int depth, Writable writable) {
        TxnRequest.Builder txn = TxnRequest.newBuilder();
        for (int i = dice.below(3); i > 0; i--) {
            txn.addCompare(compare(world));
        }
        for (int i = dice.below(4); i > 0; i--) {
            txn.addSuccess(op(world, depth, writable));
        }
        for (int i = dice.below(4); i > 0; i--) {
            txn.addFailure(op(world, depth, writable));
        }
        return txn.build();
    }

    private RequestOp op(World world, int depth, Writable writable) {
        int kind = dice.below(10);
        if (kind < 2 && depth > 1) {
            return RequestOp.newBuilder()
                    .setRequestTxn(txn(world, depth - 1, writable))
                    .build();
        }
        if (kind < 5 && writable.hasKey()) {
            ByteString key = writable.takeKey();
            return put(writable.keepsKeys() ? writes.put(world, key) : writes.plainPut(world, key));
        }
        if (kind < 7 && writable.hasKey()) {
            return delete(writes.delete(writable.takeRange()));
        }
        return range(ranges.range(world));
    }

    private Compare compare(World world) {
        KeyValue known = known(world);
        Compare.Builder compare = Compare.newBuilder()
                .setKey(known.getKey())
                .setResultValue(dice.below(4))
                .setTargetValue(dice.below(5));
        if (dice.percent(20)) {
            KeyRange keys = KeySpace.range(dice);
            compare.setKey(keys.key()).setRangeEnd(keys.end());
        }
        int union = dice.percent(95) ? compare.getTargetValue() : dice.below(6);
        long off = dice.percent(70) ? 0 : dice.between(-2, 2);
        switch (union) {
            case 0 -> compare.setVersion(known.getVersion() + off);
            case 1 -> compare.setCreateRevision(known.getCreateRevision() + off);
            case 2 -> compare.setModRevision(known.getModRevision() + off);
            case 3 -> compare.setValue(off == 0 ? known.getValue() : writes.value());
            case 4 -> compare.setLease(known.getLease() + off);
            default -> {}
        }
        return compare.build();
    }

    /** A key as it was a few steps ago, or one that did not exist. */
    private KeyValue known(World world) {
        List<KeyValue> live = world.live();
        if (live.isEmpty() || dice.percent(15)) {
            return KeyValue.newBuilder().setKey(KeySpace.key(dice)).build();
        }
        return dice.pick(live);
    }

    private static RequestOp put(PutRequest put) {
        return RequestOp.newBuilder().setRequestPut(put).build();
    }

    private static RequestOp delete(DeleteRangeRequest delete) {
        return RequestOp.newBuilder().setRequestDeleteRange(delete).build();
    }

    private static RequestOp range(RangeRequest range) {
        return RequestOp.newBuilder().setRequestRange(range).build();
    }
}
