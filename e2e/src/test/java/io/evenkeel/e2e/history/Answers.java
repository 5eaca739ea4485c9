package io.evenkeel.e2e.history;

import com.google.protobuf.Message;
import io.evenkeel.api.proto.DeleteRangeResponse;
import io.evenkeel.api.proto.LeaseRevokeResponse;
import io.evenkeel.api.proto.PutResponse;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.ResponseOp;
import io.evenkeel.api.proto.TxnResponse;

/** What can be told from the answer to a call on keys alone. */
final class Answers {

    private Answers() {}

    /** Whether it says that something was changed. */
    static boolean changedSomething(Message response) {
        return switch (response) {
            case PutResponse _ -> true;
            case DeleteRangeResponse deleted -> deleted.getDeleted() > 0;
            case TxnResponse txn ->
                txn.getResponsesList().stream()
                        .anyMatch(op -> op.hasResponsePut()
                                || op.getResponseDeleteRange().getDeleted() > 0);
            default -> false;
        };
    }

    /** The same without all that tells of a revision outside a key. */
    static Message withoutHeaders(Message response) {
        return switch (response) {
            case PutResponse put -> put.toBuilder().clearHeader().build();
            case DeleteRangeResponse delete -> delete.toBuilder().clearHeader().build();
            case RangeResponse range -> range.toBuilder().clearHeader().build();
            case LeaseRevokeResponse revoke -> revoke.toBuilder().clearHeader().build();
            case TxnResponse txn -> {
                var bare = txn.toBuilder().clearHeader().clearResponses();
                txn.getResponsesList().forEach(op -> bare.addResponses(withoutHeader(op)));
                yield bare.build();
            }
            default -> throw new IllegalArgumentException("not an answer about keys: " + Texts.of(response));
        };
    }

    private static ResponseOp withoutHeader(ResponseOp op) {
        var bare = op.toBuilder();
        switch (op.getResponseCase()) {
            case RESPONSE_PUT -> bare.getResponsePutBuilder().clearHeader();
            case RESPONSE_DELETE_RANGE -> bare.getResponseDeleteRangeBuilder().clearHeader();
            case RESPONSE_RANGE -> bare.getResponseRangeBuilder().clearHeader();
            case RESPONSE_TXN, RESPONSE_NOT_SET -> throw new IllegalArgumentException("not known: " + op);
        }
        return bare.build();
    }
}
