package io.evenkeel.perf.load;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.Compare;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.TxnResponse;

/** The two transactions that an API server writes with. */
final class Txns {

    private Txns() {}

    static TxnRequest create(ByteString key, ByteString value) {
        return ifAt(key, 0, value).build();
    }

    static TxnRequest update(ByteString key, long revision, ByteString value) {
        return ifAt(key, revision, value)
                .addFailure(RequestOp.newBuilder()
                        .setRequestRange(RangeRequest.newBuilder().setKey(key)))
                .build();
    }

    private static TxnRequest.Builder ifAt(ByteString key, long revision, ByteString value) {
        return TxnRequest.newBuilder()
                .addCompare(Compare.newBuilder()
                        .setResult(Compare.CompareResult.EQUAL)
                        .setTarget(Compare.CompareTarget.MOD)
                        .setKey(key)
                        .setModRevision(revision))
                .addSuccess(RequestOp.newBuilder()
                        .setRequestPut(PutRequest.newBuilder().setKey(key).setValue(value)));
    }

    /** The revision of a transaction that must have succeeded. */
    static long revision(TxnResponse response) {
        if (!response.getSucceeded()) {
            throw new AssertionError("a transaction that nobody could get in the way of did not succeed");
        }
        return response.getHeader().getRevision();
    }
}
