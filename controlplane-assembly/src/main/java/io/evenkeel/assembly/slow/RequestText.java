package io.evenkeel.assembly.slow;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.CompactionRequest;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.LeaseRevokeRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import java.nio.charset.StandardCharsets;

/** A request in a few words: what it is about, and never a value. */
final class RequestText {

    private static final int LONGEST_KEY = 120;

    private RequestText() {}

    static String of(Object request) {
        return switch (request) {
            case RangeRequest range -> range(range.getKey(), range.getRangeEnd());
            case PutRequest put -> key(put.getKey());
            case DeleteRangeRequest delete -> range(delete.getKey(), delete.getRangeEnd());
            case TxnRequest txn -> txn(txn);
            case CompactionRequest compaction -> "revision " + compaction.getRevision();
            case LeaseGrantRequest grant -> "lease " + grant.getID();
            case LeaseRevokeRequest revoke -> "lease " + revoke.getID();
            default -> "";
        };
    }

    private static String range(ByteString key, ByteString end) {
        return end.isEmpty() ? key(key) : key(key) + " to " + key(end);
    }

    private static String txn(TxnRequest txn) {
        int operations = txn.getSuccessCount() + txn.getFailureCount();
        String more = ", " + txn.getCompareCount() + " compares, " + operations + " operations";
        if (txn.getCompareCount() > 0) {
            return key(txn.getCompare(0).getKey()) + more;
        }
        return txn.getSuccessCount() > 0 ? op(txn.getSuccess(0)) + more : "nothing" + more;
    }

    private static String op(RequestOp op) {
        return switch (op.getRequestCase()) {
            case REQUEST_RANGE -> of(op.getRequestRange());
            case REQUEST_PUT -> of(op.getRequestPut());
            case REQUEST_DELETE_RANGE -> of(op.getRequestDeleteRange());
            case REQUEST_TXN -> of(op.getRequestTxn());
            case REQUEST_NOT_SET -> "nothing";
        };
    }

    /** On one line, whatever is in it. */
    private static String key(ByteString key) {
        String text = key.toString(StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
        return text.length() <= LONGEST_KEY ? text : text.substring(0, LONGEST_KEY) + "…";
    }
}
