package io.evenkeel.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.Compare;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeRequest.SortOrder;
import io.evenkeel.api.proto.RangeRequest.SortTarget;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import io.grpc.Status;
import java.util.Collections;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RequestChecksTest {

    private static final int MAX_REQUEST_BYTES = 1000;
    private static final int MAX_TXN_OPS = 4;

    private final RequestChecks checks = new RequestChecks(MAX_REQUEST_BYTES, MAX_TXN_OPS);

    @Test
    void refusesRangeWithoutKeyBeforeLookingAtItsOrder() {
        assertRefused(
                EtcdError.EMPTY_KEY,
                () -> checks.check(
                        RangeRequest.newBuilder().setSortOrderValue(7).build()));
    }

    @Test
    void refusesUnknownSortOrder() {
        assertRefused(
                EtcdError.INVALID_SORT_OPTION,
                () -> checks.check(range("a").setSortOrderValue(3).build()));
    }

    @Test
    void refusesUnknownSortTarget() {
        assertRefused(
                EtcdError.INVALID_SORT_OPTION,
                () -> checks.check(range("a").setSortTargetValue(5).build()));
    }

    @Test
    void letsEveryKnownOrderAndTargetThrough() {
        for (int order = 0; order < 3; order++) {
            for (int target = 0; target < 5; target++) {
                RangeRequest request = range("a")
                        .setSortOrderValue(order)
                        .setSortTargetValue(target)
                        .build();
                assertThatCode(() -> checks.check(request)).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void streamsWithoutAnOrderOrInThatOfKeys() {
        assertThatCode(() -> checks.checkStream(
                        range("a").setSortOrder(SortOrder.ASCEND).build()))
                .doesNotThrowAnyException();
        assertThatCode(() -> checks.checkStream(
                        range("a").setSortTarget(SortTarget.MOD).build()))
                .doesNotThrowAnyException();
        assertUnimplemented(
                "RangeStream does not support custom sort orders",
                range("a").setSortOrder(SortOrder.DESCEND).build());
        assertUnimplemented(
                "RangeStream does not support custom sort orders",
                range("a")
                        .setSortOrder(SortOrder.ASCEND)
                        .setSortTarget(SortTarget.MOD)
                        .build());
    }

    @Test
    void streamsWithoutRevisionFiltersOnly() {
        String text = "RangeStream does not support revision filters";
        assertUnimplemented(text, range("a").setMinModRevision(1).build());
        assertUnimplemented(text, range("a").setMaxModRevision(1).build());
        assertUnimplemented(text, range("a").setMinCreateRevision(1).build());
        assertUnimplemented(text, range("a").setMaxCreateRevision(1).build());
    }

    @Test
    void refusesStreamWithoutKeyAsRangeDoes() {
        assertRefused(EtcdError.EMPTY_KEY, () -> checks.checkStream(RangeRequest.getDefaultInstance()));
    }

    @Test
    void refusesPutWithoutKey() {
        assertRefused(EtcdError.EMPTY_KEY, () -> checks.check(PutRequest.getDefaultInstance()));
    }

    @Test
    void refusesPutThatIgnoresTheValueItGives() {
        assertRefused(
                EtcdError.VALUE_PROVIDED,
                () -> checks.check(
                        put("a").setIgnoreValue(true).setValue(bytes("v")).build()));
    }

    @Test
    void refusesPutThatIgnoresTheLeaseItGives() {
        assertRefused(
                EtcdError.LEASE_PROVIDED,
                () -> checks.check(put("a").setIgnoreLease(true).setLease(1).build()));
    }

    @Test
    void refusesDeleteWithoutKey() {
        assertRefused(
                EtcdError.EMPTY_KEY,
                () -> checks.check(
                        DeleteRangeRequest.newBuilder().setRangeEnd(bytes("b")).build()));
    }

    @Test
    void measuresRequestsAsEtcdDoesIncludingWhatRaftAdds() {
        int raft = 14 + 1 + 2;
        int put = 1 + 1 + 1 + 1 + 2;
        PutRequest largest = put("a").setValue(ByteString.copyFrom(new byte[MAX_REQUEST_BYTES - raft - put]))
                .build();
        PutRequest tooLarge = put("a").setValue(ByteString.copyFrom(new byte[MAX_REQUEST_BYTES - raft - put + 1]))
                .build();

        assertThatCode(() -> checks.check(largest)).doesNotThrowAnyException();
        assertRefused(EtcdError.REQUEST_TOO_LARGE, () -> checks.check(tooLarge));
    }

    @Test
    void measuresOnlyTransactionsThatMayWrite() {
        ByteString longKey = ByteString.copyFrom(new byte[MAX_REQUEST_BYTES]);
        TxnRequest reading = TxnRequest.newBuilder()
                .addSuccess(RequestOp.newBuilder()
                        .setRequestRange(RangeRequest.newBuilder().setKey(longKey)))
                .build();
        TxnRequest writing = reading.toBuilder().addFailure(putOp("a")).build();

        assertThatCode(() -> checks.check(reading)).doesNotThrowAnyException();
        assertRefused(EtcdError.REQUEST_TOO_LARGE, () -> checks.check(writing));
    }

    @Test
    void countsTheLargestOfComparesAndBranches() {
        var compares = Collections.nCopies(MAX_TXN_OPS, compare("a"));
        var most = TxnRequest.newBuilder().addAllCompare(compares).addSuccess(putOp("a"));

        assertThatCode(() -> checks.check(most.build())).doesNotThrowAnyException();
        assertRefused(
                EtcdError.TOO_MANY_OPS,
                () -> checks.check(most.clone().addCompare(compare("a")).build()));
        assertRefused(
                EtcdError.TOO_MANY_OPS,
                () -> checks.check(TxnRequest.newBuilder()
                        .addAllSuccess(Collections.nCopies(MAX_TXN_OPS + 1, rangeOp("a")))
                        .build()));
        assertRefused(
                EtcdError.TOO_MANY_OPS,
                () -> checks.check(TxnRequest.newBuilder()
                        .addAllFailure(Collections.nCopies(MAX_TXN_OPS + 1, rangeOp("a")))
                        .build()));
    }

    @Test
    void leavesNestedTransactionsWhatTheOuterOneHasNotUsed() {
        var nested = TxnRequest.newBuilder().addAllSuccess(Collections.nCopies(3, rangeOp("a")));
        var outer = TxnRequest.newBuilder().addSuccess(RequestOp.newBuilder().setRequestTxn(nested));

        assertThatCode(() -> checks.check(outer.build())).doesNotThrowAnyException();
        assertRefused(
                EtcdError.TOO_MANY_OPS,
                () -> checks.check(outer.clone()
                        .addCompare(compare("a"))
                        .addCompare(compare("b"))
                        .build()));
    }

    @Test
    void refusesCompareWithoutKey() {
        assertRefused(
                EtcdError.EMPTY_KEY,
                () -> checks.check(TxnRequest.newBuilder()
                        .addCompare(Compare.getDefaultInstance())
                        .build()));
    }

    @Test
    void refusesOperationWithoutRequest() {
        assertRefused(
                EtcdError.KEY_NOT_FOUND,
                () -> checks.check(TxnRequest.newBuilder()
                        .addFailure(RequestOp.getDefaultInstance())
                        .build()));
    }

    @Test
    void checksEveryOperationOfATransactionAsARequestOfItsOwn() {
        assertRefused(
                EtcdError.INVALID_SORT_OPTION,
                () -> checks.check(
                        withOp(RequestOp.newBuilder().setRequestRange(range("a").setSortTargetValue(9)))));
        assertRefused(
                EtcdError.VALUE_PROVIDED,
                () -> checks.check(withOp(RequestOp.newBuilder()
                        .setRequestPut(put("a").setIgnoreValue(true).setValue(bytes("v"))))));
        assertRefused(
                EtcdError.EMPTY_KEY,
                () -> checks.check(
                        withOp(RequestOp.newBuilder().setRequestDeleteRange(DeleteRangeRequest.getDefaultInstance()))));
        assertRefused(
                EtcdError.EMPTY_KEY,
                () -> checks.check(withOp(RequestOp.newBuilder()
                        .setRequestTxn(
                                withOp(RequestOp.newBuilder().setRequestPut(PutRequest.getDefaultInstance()))))));
    }

    @Test
    void looksForDuplicateKeysOnlyWhenEveryOperationIsSound() {
        assertRefused(
                EtcdError.KEY_NOT_FOUND,
                () -> checks.check(TxnRequest.newBuilder()
                        .addSuccess(putOp("a"))
                        .addSuccess(putOp("a"))
                        .addSuccess(RequestOp.getDefaultInstance())
                        .build()));
        assertRefused(
                EtcdError.DUPLICATE_KEY,
                () -> checks.check(TxnRequest.newBuilder()
                        .addFailure(putOp("a"))
                        .addFailure(putOp("a"))
                        .build()));
    }

    private void assertUnimplemented(String text, RangeRequest request) {
        assertThatExceptionOfType(EtcdException.class)
                .isThrownBy(() -> checks.checkStream(request))
                .satisfies(refused -> {
                    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
                    assertThat(refused.getStatus().getDescription()).isEqualTo(text);
                });
    }

    private static void assertRefused(EtcdError error, ThrowingCallable check) {
        assertThatExceptionOfType(EtcdException.class)
                .isThrownBy(check)
                .satisfies(refused -> assertThat(refused).isSameAs(error.asException()));
    }

    private static TxnRequest withOp(RequestOp.Builder op) {
        return TxnRequest.newBuilder().addSuccess(op).build();
    }

    private static RangeRequest.Builder range(String key) {
        return RangeRequest.newBuilder().setKey(bytes(key));
    }

    private static PutRequest.Builder put(String key) {
        return PutRequest.newBuilder().setKey(bytes(key));
    }

    private static Compare compare(String key) {
        return Compare.newBuilder().setKey(bytes(key)).build();
    }

    private static RequestOp putOp(String key) {
        return RequestOp.newBuilder().setRequestPut(put(key)).build();
    }

    private static RequestOp rangeOp(String key) {
        return RequestOp.newBuilder().setRequestRange(range(key)).build();
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
