package io.evenkeel.e2e.differential;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.CompactionRequest;
import io.evenkeel.api.proto.Compare;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.e2e.differential.Step.Call;
import io.evenkeel.e2e.differential.Step.OpenWatch;

/** Requests that etcd refuses, or takes although they look wrong. */
final class BadRequests {

    private static final int MAX_TXN_OPS = 128;
    private static final int MAX_REQUEST_BYTES = 1536 << 10;
    private static final int MAX_MESSAGE_BYTES = 2 << 20;

    private final Dice dice;
    private final Profile profile;

    BadRequests(Dice dice, Profile profile) {
        this.dice = dice;
        this.profile = profile;
    }

    Step step(World world) {
        return switch (dice.below(profile.hasLargeValues() ? 9 : 8)) {
            case 0 -> range(world);
            case 1 -> put();
            case 2 -> new Call(Rpc.DELETE_RANGE, DeleteRangeRequest.getDefaultInstance());
            case 3 -> tooManyOps();
            case 4 -> new Call(Rpc.TXN, oddTxn());
            case 5 -> compaction(world);
            case 6 ->
                new Call(
                        Rpc.LEASE_GRANT,
                        LeaseGrantRequest.newBuilder()
                                .setID(4711)
                                .setTTL(9_000_000_001L)
                                .build());
            case 7 -> watch();
            default -> tooLarge();
        };
    }

    private Step range(World world) {
        RangeRequest.Builder range = RangeRequest.newBuilder();
        switch (dice.below(4)) {
            case 0 -> range.setRangeEnd(KeySpace.ZERO);
            case 1 -> range.setKey(KeySpace.key(dice)).setSortOrderValue(3);
            case 2 -> range.setKey(KeySpace.key(dice)).setSortTargetValue(-1);
            default -> range.setKey(KeySpace.key(dice)).setRevision(world.head() + 1);
        }
        return new Call(dice.percent(50) ? Rpc.RANGE : Rpc.RANGE_STREAM, range.build());
    }

    private Step put() {
        PutRequest.Builder put = PutRequest.newBuilder().setKey(KeySpace.key(dice));
        switch (dice.below(5)) {
            case 0 -> put.clearKey();
            case 1 -> put.setIgnoreValue(true).setValue(KeySpace.ZERO);
            case 2 -> put.setIgnoreLease(true).setLease(1);
            case 3 -> put.setKey(ByteString.copyFromUtf8("never put")).setIgnoreValue(true);
            default -> put.setLease(4711);
        }
        return new Call(Rpc.PUT, put.build());
    }

    private Step tooManyOps() {
        int size = MAX_TXN_OPS + (dice.percent(50) ? 1 : 0);
        TxnRequest.Builder txn = TxnRequest.newBuilder();
        switch (dice.below(3)) {
            case 0 -> repeat(size, () -> txn.addCompare(compare()));
            case 1 -> repeat(size, () -> txn.addSuccess(rangeOp()));
            default -> {
                TxnRequest.Builder inner = TxnRequest.newBuilder();
                repeat(size - 100, () -> inner.addFailure(rangeOp()));
                repeat(99, () -> txn.addFailure(rangeOp()));
                txn.addFailure(RequestOp.newBuilder().setRequestTxn(inner));
            }
        }
        return new Call(Rpc.TXN, txn.build());
    }

    private TxnRequest oddTxn() {
        TxnRequest.Builder txn = TxnRequest.newBuilder();
        switch (dice.below(8)) {
            case 0 -> txn.addCompare(compare().clearKey());
            case 1 -> txn.addCompare(compare().setResultValue(4));
            case 2 -> txn.addCompare(compare().setTargetValue(5));
            case 3 -> txn.addSuccess(RequestOp.getDefaultInstance());
            case 4 -> txn.addSuccess(putOp()).addFailure(putOp());
            case 5 -> txn.addSuccess(putOp()).addSuccess(putOp());
            case 6 -> txn.addSuccess(putOp()).addSuccess(deleteFrom());
            default -> nestedTwice(txn);
        }
        return txn.build();
    }

    private void nestedTwice(TxnRequest.Builder txn) {
        TxnRequest inner =
                TxnRequest.newBuilder().addSuccess(putOp()).addFailure(putOp()).build();
        repeat(1 + dice.below(2), () -> txn.addSuccess(RequestOp.newBuilder().setRequestTxn(inner)));
    }

    private Step compaction(World world) {
        long revision = switch (dice.below(4)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> world.compacted();
            default -> world.head() + dice.between(1, 3);
        };
        return new Call(
                Rpc.COMPACT,
                CompactionRequest.newBuilder().setRevision(revision).build());
    }

    private Step watch() {
        WatchCreateRequest.Builder create = WatchCreateRequest.newBuilder().setKey(ByteString.copyFromUtf8("b"));
        switch (dice.below(3)) {
            case 0 -> create.setStartRevision(dice.between(-3, -1));
            case 1 -> create.setRangeEnd(ByteString.copyFromUtf8("b"));
            default -> create.setRangeEnd(ByteString.copyFromUtf8("a"));
        }
        return new OpenWatch(StreamKind.LIVE, create.build());
    }

    private Step tooLarge() {
        int size = switch (dice.below(3)) {
            case 0 -> MAX_REQUEST_BYTES - 1000;
            case 1 -> MAX_REQUEST_BYTES + 1000;
            default -> MAX_MESSAGE_BYTES + 1000;
        };
        PutRequest put = PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("b"))
                .setValue(dice.bytes(size))
                .build();
        return dice.percent(50)
                ? new Call(Rpc.PUT, put)
                : new Call(
                        Rpc.TXN,
                        TxnRequest.newBuilder()
                                .addSuccess(RequestOp.newBuilder().setRequestPut(put))
                                .build());
    }

    private Compare.Builder compare() {
        return Compare.newBuilder().setKey(KeySpace.key(dice)).setVersion(1);
    }

    private RequestOp rangeOp() {
        return RequestOp.newBuilder()
                .setRequestRange(RangeRequest.newBuilder().setKey(KeySpace.key(dice)))
                .build();
    }

    private static RequestOp putOp() {
        return RequestOp.newBuilder()
                .setRequestPut(PutRequest.newBuilder().setKey(ByteString.copyFromUtf8("b")))
                .build();
    }

    private RequestOp deleteFrom() {
        return RequestOp.newBuilder()
                .setRequestDeleteRange(DeleteRangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("a"))
                        .setRangeEnd(dice.percent(50) ? KeySpace.ZERO : ByteString.copyFromUtf8("c")))
                .build();
    }

    private static void repeat(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            action.run();
        }
    }
}
