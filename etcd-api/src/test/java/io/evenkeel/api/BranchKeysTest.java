package io.evenkeel.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class BranchKeysTest {

    @Test
    void refusesTwoPutsOfOneKey() {
        refuses(put("a"), put("b"), put("a"));
        allows(put("a"), put("b"));
    }

    @Test
    void refusesPutOfADeletedKeyInEitherOrder() {
        refuses(put("a"), delete("a"));
        refuses(delete("a"), put("a"));
        allows(delete("a"), put("b"));
    }

    @Test
    void refusesPutWithinADeletedRange() {
        refuses(delete("a", "c"), put("b"));
        refuses(put("a"), delete("a", "c"));
        allows(delete("a", "c"), put("c"));
    }

    @Test
    void allowsDeletesToOverlap() {
        allows(delete("a", "c"), delete("b", "d"), delete("b"));
    }

    @Test
    void allowsRangesOverAnything() {
        allows(range("a"), put("a"), range("a"));
        allows(range("b"), delete("b"));
    }

    @Test
    void doesNotSeeDeletesWithoutAnEndJustAsEtcd() {
        allows(delete("a", "\0"), put("b"));
    }

    @Test
    void doesNotSeeKeysInAnEmptyRange() {
        allows(delete("c", "a"), put("b"));
    }

    @Test
    void allowsBothBranchesOfANestedTransactionToPutOneKey() {
        allows(txn(List.of(put("a")), List.of(put("a"))));
    }

    @Test
    void refusesPutOfAKeyThatANestedTransactionMightPut() {
        refuses(txn(List.of(put("a")), List.of()), put("a"));
        refuses(put("a"), txn(List.of(), List.of(put("a"))));
        refuses(txn(List.of(put("a")), List.of()), txn(List.of(), List.of(put("a"))));
    }

    @Test
    void refusesPutOfAKeyThatANestedTransactionMightDelete() {
        refuses(put("b"), txn(List.of(delete("a", "c")), List.of()));
        refuses(put("b"), txn(List.of(), List.of(delete("b"))));
    }

    @Test
    void refusesNestedPutOfAKeyDeletedOutside() {
        refuses(delete("a", "c"), txn(List.of(put("b")), List.of()));
        refuses(txn(List.of(), List.of(put("b"))), delete("a", "c"));
    }

    @Test
    void comparesNestedPutsOnlyWithNestedDeletesBeforeThem() {
        refuses(txn(List.of(delete("a")), List.of()), txn(List.of(put("a")), List.of()));
        allows(txn(List.of(put("a")), List.of()), txn(List.of(delete("a")), List.of()));
    }

    @Test
    void allowsPutInOneNestedBranchAndDeleteInTheOther() {
        allows(txn(List.of(put("a")), List.of(delete("a"))));
    }

    @Test
    void looksIntoASingleNestedTransaction() {
        refuses(txn(List.of(put("a"), put("a")), List.of()));
        refuses(txn(List.of(), List.of(txn(List.of(put("a"), delete("a")), List.of()))));
    }

    private static void refuses(RequestOp... ops) {
        assertThatExceptionOfType(EtcdException.class)
                .isThrownBy(() -> BranchKeys.check(List.of(ops)))
                .withMessageContaining("duplicate key given in txn request");
    }

    private static void allows(RequestOp... ops) {
        assertThatCode(() -> BranchKeys.check(List.of(ops))).doesNotThrowAnyException();
    }

    private static RequestOp put(String key) {
        return RequestOp.newBuilder()
                .setRequestPut(PutRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)))
                .build();
    }

    private static RequestOp range(String key) {
        return RequestOp.newBuilder()
                .setRequestRange(RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)))
                .build();
    }

    private static RequestOp delete(String key) {
        return delete(key, "");
    }

    private static RequestOp delete(String key, String rangeEnd) {
        return RequestOp.newBuilder()
                .setRequestDeleteRange(DeleteRangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8(key))
                        .setRangeEnd(ByteString.copyFromUtf8(rangeEnd)))
                .build();
    }

    private static RequestOp txn(List<RequestOp> success, List<RequestOp> failure) {
        return RequestOp.newBuilder()
                .setRequestTxn(TxnRequest.newBuilder().addAllSuccess(success).addAllFailure(failure))
                .build();
    }
}
