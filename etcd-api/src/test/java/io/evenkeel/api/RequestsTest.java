package io.evenkeel.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.read.RevisionFilter;
import io.evenkeel.mvcc.read.SortOrder;
import io.evenkeel.mvcc.read.SortTarget;
import io.evenkeel.mvcc.write.Compare;
import io.evenkeel.mvcc.write.Compare.Result;
import io.evenkeel.mvcc.write.Compare.Target;
import io.evenkeel.mvcc.write.Mutation;
import io.evenkeel.mvcc.write.TxnOp;
import org.junit.jupiter.api.Test;

class RequestsTest {

    private static final KeyRange A = KeyRange.single(Key.of("a"));

    @Test
    void readsEveryFieldOfARange() {
        RangeRequest request = RangeRequest.newBuilder()
                .setKey(bytes("a"))
                .setRangeEnd(bytes("c"))
                .setRevision(9)
                .setLimit(3)
                .setSortOrder(RangeRequest.SortOrder.DESCEND)
                .setSortTarget(RangeRequest.SortTarget.VALUE)
                .setMinModRevision(1)
                .setMaxModRevision(2)
                .setMinCreateRevision(3)
                .setMaxCreateRevision(4)
                .setKeysOnly(true)
                .setCountOnly(true)
                .build();

        assertThat(Requests.range(request))
                .isEqualTo(new RangeQuery(
                        KeyRange.between(Key.of("a"), Key.of("c")),
                        9,
                        3,
                        SortOrder.DESCEND,
                        SortTarget.VALUE,
                        new RevisionFilter(1, 2, 3, 4),
                        true,
                        true));
    }

    @Test
    void takesAZeroByteForEverythingFromTheKeyOn() {
        RangeRequest request = RangeRequest.newBuilder()
                .setKey(bytes("a"))
                .setRangeEnd(bytes("\0"))
                .build();

        assertThat(Requests.range(request)).isEqualTo(RangeQuery.of(KeyRange.from(Key.of("a"))));
    }

    @Test
    void readsEveryFieldOfAPut() {
        PutRequest request = PutRequest.newBuilder()
                .setKey(bytes("a"))
                .setValue(bytes("v"))
                .setLease(-5)
                .setPrevKv(true)
                .setIgnoreLease(true)
                .build();

        assertThat(Requests.put(request))
                .isEqualTo(new Mutation.Put(Key.of("a"), Value.of("v"), -5, true, false, true));
    }

    @Test
    void readsEveryFieldOfADelete() {
        DeleteRangeRequest request = DeleteRangeRequest.newBuilder()
                .setKey(bytes("a"))
                .setPrevKv(true)
                .build();

        assertThat(Requests.deleteRange(request)).isEqualTo(new Mutation.DeleteRange(A, true));
    }

    @Test
    void keepsBranchesAndTheirOrder() {
        TxnRequest request = TxnRequest.newBuilder()
                .addCompare(compare(1, 2).setModRevision(7))
                .addSuccess(RequestOp.newBuilder()
                        .setRequestRange(
                                RangeRequest.newBuilder().setKey(bytes("a")).setSerializable(true)))
                .addSuccess(RequestOp.newBuilder()
                        .setRequestPut(PutRequest.newBuilder().setKey(bytes("a"))))
                .addFailure(RequestOp.newBuilder()
                        .setRequestTxn(TxnRequest.newBuilder()
                                .addSuccess(RequestOp.newBuilder()
                                        .setRequestDeleteRange(
                                                DeleteRangeRequest.newBuilder().setKey(bytes("a"))))))
                .build();

        Mutation.Txn txn = Requests.txn(request);

        assertThat(txn.compares()).containsExactly(new Compare.OfNumber(A, Result.GREATER, Target.MOD, 7));
        assertThat(txn.success())
                .containsExactly(
                        new TxnOp.Range(RangeQuery.of(A), true),
                        new Mutation.Put(Key.of("a"), Value.EMPTY, 0, false, false, false));
        assertThat(txn.failure())
                .containsExactly(new Mutation.Txn(
                        java.util.List.of(),
                        java.util.List.of(new Mutation.DeleteRange(A, false)),
                        java.util.List.of()));
    }

    @Test
    void comparesWithTheOperandOfTheTargetOnly() {
        assertThat(Compares.of(compare(0, 0).setVersion(3).build()))
                .isEqualTo(new Compare.OfNumber(A, Result.EQUAL, Target.VERSION, 3));
        assertThat(Compares.of(compare(2, 1).setCreateRevision(3).build()))
                .isEqualTo(new Compare.OfNumber(A, Result.LESS, Target.CREATE, 3));
        assertThat(Compares.of(compare(3, 4).setLease(3).build()))
                .isEqualTo(new Compare.OfNumber(A, Result.NOT_EQUAL, Target.LEASE, 3));
        assertThat(Compares.of(compare(0, 3).setValue(bytes("v")).build()))
                .isEqualTo(new Compare.OfValue(A, Result.EQUAL, Value.of("v")));
        assertThat(Compares.of(compare(0, 2).setVersion(3).build()))
                .isEqualTo(new Compare.OfNumber(A, Result.EQUAL, Target.MOD, 0));
        assertThat(Compares.of(compare(1, 3).setVersion(3).build()))
                .isEqualTo(new Compare.OfValue(A, Result.GREATER, Value.EMPTY));
    }

    @Test
    void letsAnUnknownResultHoldForEveryKey() {
        assertThat(Compares.of(compare(4, 2).setModRevision(7).build()))
                .isEqualTo(new Compare.OfNumber(A, Result.GREATER, Target.VERSION, -1));
    }

    @Test
    void letsAnUnknownResultOfAValueHoldOnlyWhereThereIsAKey() {
        assertThat(Compares.of(compare(4, 3).setValue(bytes("v")).build()))
                .isEqualTo(new Compare.OfNumber(A, Result.GREATER, Target.VERSION, 0));
    }

    @Test
    void comparesAsEqualUnderAnUnknownTarget() {
        Compare always = new Compare.OfNumber(A, Result.GREATER, Target.VERSION, -1);
        Compare never = new Compare.OfNumber(A, Result.LESS, Target.VERSION, 0);

        assertThat(Compares.of(compare(0, 5).build())).isEqualTo(always);
        assertThat(Compares.of(compare(9, 5).build())).isEqualTo(always);
        assertThat(Compares.of(compare(1, 5).build())).isEqualTo(never);
        assertThat(Compares.of(compare(2, 5).build())).isEqualTo(never);
        assertThat(Compares.of(compare(3, 5).build())).isEqualTo(never);
    }

    @Test
    void takesTheArrayOfAParsedFieldWithoutACopy() throws InvalidProtocolBufferException {
        byte[] wire = PutRequest.newBuilder()
                .setKey(bytes("key"))
                .setValue(ByteString.copyFrom(new byte[100_000]))
                .build()
                .toByteArray();
        ByteString value = PutRequest.parseFrom(wire).getValue();

        assertThat(ByteArrays.of(value)).isSameAs(ByteArrays.of(value)).hasSize(100_000);
    }

    @Test
    void copiesWhatIsOnlyPartOfAnArray() {
        ByteString part = bytes("abc").substring(1);

        assertThat(ByteArrays.of(part)).containsExactly('b', 'c');
    }

    private static io.evenkeel.api.proto.Compare.Builder compare(int result, int target) {
        return io.evenkeel.api.proto.Compare.newBuilder()
                .setKey(bytes("a"))
                .setResultValue(result)
                .setTargetValue(target);
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
