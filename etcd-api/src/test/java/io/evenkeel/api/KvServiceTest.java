package io.evenkeel.api;

import static io.evenkeel.api.EtcdErrors.assertRefused;
import static io.evenkeel.api.TestServer.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.CompactionRequest;
import io.evenkeel.api.proto.Compare;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.DeleteRangeResponse;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.PutResponse;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeRequest.SortOrder;
import io.evenkeel.api.proto.RangeRequest.SortTarget;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.ResponseHeader;
import io.evenkeel.api.proto.ResponseOp;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.TxnResponse;
import io.evenkeel.api.proto.mvccpb.KeyValue;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KvServiceTest {

    private TestServer server = new TestServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void saysWhoAnswersAtWhichRevision() {
        PutResponse response = server.kv().put(put("a", "1").build());

        assertThat(response.getHeader())
                .isEqualTo(ResponseHeader.newBuilder()
                        .setClusterId(TestServer.CLUSTER_ID)
                        .setMemberId(TestServer.MEMBER_ID)
                        .setRevision(2)
                        .setRaftTerm(Headers.RAFT_TERM)
                        .build());
    }

    @Test
    void startsAtRevisionOneWithNothing() {
        RangeResponse response = server.kv().range(all().build());

        assertThat(response)
                .isEqualTo(RangeResponse.newBuilder().setHeader(header(1)).build());
    }

    @Test
    void readsBackWhatWasPut() {
        server.kv().put(put("a", "1").setLease(grant(7)).build());
        server.kv().put(put("a", "2").setIgnoreLease(true).build());

        assertThat(server.kv().range(range("a").build()))
                .isEqualTo(RangeResponse.newBuilder()
                        .setHeader(header(3))
                        .setCount(1)
                        .addKvs(keyValue("a", "2", 2, 3, 2).setLease(7))
                        .build());
    }

    @Test
    void keepsAnyBytes() {
        ByteString key = ByteString.copyFrom(new byte[] {0, -1, 1, -128});
        ByteString value = ByteString.copyFrom(new byte[] {-1, 0, 127});
        server.kv().put(PutRequest.newBuilder().setKey(key).setValue(value).build());

        RangeResponse response =
                server.kv().range(RangeRequest.newBuilder().setKey(key).build());

        assertThat(response.getKvs(0).getKey()).isEqualTo(key);
        assertThat(response.getKvs(0).getValue()).isEqualTo(value);
    }

    @Test
    void returnsWhatAPutReplaced() {
        assertThat(server.kv().put(put("a", "1").setPrevKv(true).build()).hasPrevKv())
                .isFalse();
        assertThat(server.kv().put(put("a", "2").setPrevKv(true).build()).getPrevKv())
                .isEqualTo(keyValue("a", "1", 2, 2, 1).build());
        assertThat(server.kv().put(put("a", "3").build()).hasPrevKv()).isFalse();
    }

    @Test
    void returnsWhatWasDeleted() {
        server.put("a", "1");
        server.put("b", "2");

        DeleteRangeResponse response = server.kv()
                .deleteRange(DeleteRangeRequest.newBuilder()
                        .setKey(bytes("a"))
                        .setRangeEnd(bytes("\0"))
                        .setPrevKv(true)
                        .build());

        assertThat(response)
                .isEqualTo(DeleteRangeResponse.newBuilder()
                        .setHeader(header(4))
                        .setDeleted(2)
                        .addPrevKvs(keyValue("a", "1", 2, 2, 1))
                        .addPrevKvs(keyValue("b", "2", 3, 3, 1))
                        .build());
    }

    @Test
    void countsAllKeysWhateverTheLimit() {
        server.put("a", "1");
        server.put("b", "2");
        server.put("c", "3");

        RangeResponse page = server.kv().range(all().setLimit(2).build());
        RangeResponse counted =
                server.kv().range(all().setLimit(2).setCountOnly(true).build());

        assertThat(page.getKvsList()).extracting(KeyValue::getKey).containsExactly(bytes("a"), bytes("b"));
        assertThat(page.getCount()).isEqualTo(3);
        assertThat(page.getMore()).isTrue();
        assertThat(counted)
                .isEqualTo(RangeResponse.newBuilder()
                        .setHeader(header(4))
                        .setCount(3)
                        .build());
    }

    @Test
    void leavesOutValuesAndLeasesOfKeysOnly() {
        server.kv().put(put("a", "1").setLease(grant(7)).build());

        assertThat(server.kv().range(all().setKeysOnly(true).build()).getKvsList())
                .containsExactly(keyValue("a", "", 2, 2, 1).build());
        assertThat(server.kv()
                        .range(all().setKeysOnly(true)
                                .setSortTarget(SortTarget.VALUE)
                                .build())
                        .getKvsList())
                .containsExactly(keyValue("a", "", 2, 2, 1).setLease(7).build());
    }

    @Test
    void sortsAndFiltersAsAsked() {
        server.put("a", "3");
        server.put("b", "1");
        server.put("c", "2");

        RangeResponse response = server.kv()
                .range(all().setSortOrder(SortOrder.DESCEND)
                        .setSortTarget(SortTarget.VALUE)
                        .setMinModRevision(3)
                        .build());

        assertThat(response.getKvsList()).extracting(KeyValue::getKey).containsExactly(bytes("c"), bytes("b"));
        assertThat(response.getCount()).isEqualTo(3);
    }

    @Test
    void readsThePastUnderTheCurrentRevision() {
        server.put("a", "1");
        server.put("a", "2");

        RangeResponse response = server.kv().range(range("a").setRevision(2).build());

        assertThat(response.getHeader()).isEqualTo(header(3));
        assertThat(response.getKvsList())
                .containsExactly(keyValue("a", "1", 2, 2, 1).build());
    }

    @Test
    void refusesTheFutureAndTheCompactedPast() {
        server.put("a", "1");
        server.put("a", "2");
        assertRefused(
                EtcdError.FUTURE_REV,
                () -> server.kv().range(range("a").setRevision(4).build()));
        assertRefused(EtcdError.FUTURE_REV, () -> server.kv().compact(compaction(4)));

        assertThat(server.kv().compact(compaction(3)).getHeader()).isEqualTo(header(3));

        assertRefused(
                EtcdError.COMPACTED,
                () -> server.kv().range(range("a").setRevision(2).build()));
        assertRefused(EtcdError.COMPACTED, () -> server.kv().compact(compaction(3)));
        assertThat(server.kv().range(range("a").setRevision(3).build()).getCount())
                .isEqualTo(1);
    }

    @Test
    void compactsPhysicallyBeforeAnsweringIfAsked() {
        server.put("a", "1");
        server.put("a", "2");

        var response =
                server.kv().compact(compaction(3).toBuilder().setPhysical(true).build());

        assertThat(response.getHeader()).isEqualTo(header(3));
        assertThat(server.log.sizeBytes()).isEqualTo("a2".length());
    }

    @Test
    void refusesWhatTheRequestItselfShows() {
        assertRefused(EtcdError.EMPTY_KEY, () -> server.kv().range(RangeRequest.getDefaultInstance()));
        assertRefused(
                EtcdError.INVALID_SORT_OPTION,
                () -> server.kv().range(range("a").setSortOrderValue(8).build()));
        assertRefused(EtcdError.EMPTY_KEY, () -> server.kv().put(PutRequest.getDefaultInstance()));
        assertRefused(EtcdError.EMPTY_KEY, () -> server.kv().deleteRange(DeleteRangeRequest.getDefaultInstance()));
        assertRefused(
                EtcdError.DUPLICATE_KEY,
                () -> server.kv()
                        .txn(TxnRequest.newBuilder()
                                .addSuccess(op(put("a", "1")))
                                .addSuccess(op(put("a", "2")))
                                .build()));
        assertRefused(
                EtcdError.REQUEST_TOO_LARGE,
                () -> server.kv()
                        .put(put("a", "")
                                .setValue(ByteString.copyFrom(new byte[1536 * 1024]))
                                .build()));
    }

    @Test
    void refusesWhatTheStoreShows() {
        assertRefused(
                EtcdError.LEASE_NOT_FOUND,
                () -> server.kv().put(put("a", "1").setLease(99).build()));
        assertRefused(
                EtcdError.KEY_NOT_FOUND,
                () -> server.kv().put(put("a", "").setIgnoreValue(true).build()));
    }

    @Test
    void givesOperationsOfATransactionTheirRevisionAndNestedOnesNone() {
        server.put("a", "1");
        TxnRequest request = TxnRequest.newBuilder()
                .addCompare(Compare.newBuilder()
                        .setTarget(Compare.CompareTarget.MOD)
                        .setKey(bytes("a"))
                        .setModRevision(2))
                .addSuccess(op(range("a")))
                .addSuccess(op(put("a", "2").setPrevKv(true)))
                .addSuccess(RequestOp.newBuilder()
                        .setRequestTxn(TxnRequest.newBuilder()
                                .addCompare(Compare.newBuilder()
                                        .setTarget(Compare.CompareTarget.MOD)
                                        .setKey(bytes("a"))
                                        .setModRevision(3))
                                .addFailure(op(range("a").setKeysOnly(true)))))
                .addSuccess(RequestOp.newBuilder()
                        .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(bytes("b"))))
                .build();

        TxnResponse response = server.kv().txn(request);

        assertThat(response)
                .isEqualTo(TxnResponse.newBuilder()
                        .setHeader(header(3))
                        .setSucceeded(true)
                        .addResponses(ResponseOp.newBuilder()
                                .setResponseRange(RangeResponse.newBuilder()
                                        .setHeader(revisionOnly(2))
                                        .setCount(1)
                                        .addKvs(keyValue("a", "1", 2, 2, 1))))
                        .addResponses(ResponseOp.newBuilder()
                                .setResponsePut(PutResponse.newBuilder()
                                        .setHeader(revisionOnly(3))
                                        .setPrevKv(keyValue("a", "1", 2, 2, 1))))
                        .addResponses(ResponseOp.newBuilder()
                                .setResponseTxn(TxnResponse.newBuilder()
                                        .setHeader(ResponseHeader.getDefaultInstance())
                                        .addResponses(ResponseOp.newBuilder()
                                                .setResponseRange(RangeResponse.newBuilder()
                                                        .setHeader(revisionOnly(3))
                                                        .setCount(1)
                                                        .addKvs(keyValue("a", "", 2, 3, 2))))))
                        .addResponses(ResponseOp.newBuilder()
                                .setResponseDeleteRange(
                                        DeleteRangeResponse.newBuilder().setHeader(revisionOnly(3))))
                        .build());
    }

    @Test
    void takesNoRevisionForATransactionThatChangesNothing() {
        server.put("a", "1");

        TxnResponse response = server.kv()
                .txn(TxnRequest.newBuilder()
                        .addCompare(Compare.newBuilder()
                                .setTarget(Compare.CompareTarget.VERSION)
                                .setKey(bytes("a"))
                                .setVersion(9))
                        .addSuccess(op(put("a", "2")))
                        .addFailure(op(range("a")))
                        .build());

        assertThat(response.getHeader()).isEqualTo(header(2));
        assertThat(response.getSucceeded()).isFalse();
    }

    @Test
    void judgesUnknownComparesAsEtcdDoes() {
        Compare.Builder unknownResult =
                Compare.newBuilder().setKey(bytes("none")).setResultValue(9).setVersion(5);
        Compare.Builder unknownValueResult = unknownResult.clone().setTarget(Compare.CompareTarget.VALUE);
        Compare.Builder unknownTarget =
                Compare.newBuilder().setKey(bytes("none")).setTargetValue(9);

        assertThat(holds(unknownResult)).isTrue();
        assertThat(holds(unknownValueResult)).isFalse();
        assertThat(holds(unknownTarget)).isTrue();
        assertThat(holds(unknownTarget.setResult(Compare.CompareResult.LESS))).isFalse();
    }

    @Test
    void saysThatThereIsNoLeaderWhenTheDatastoreIsAway() {
        server.log.unreachable(true);

        assertRefused(EtcdError.NO_LEADER, () -> server.put("a", "1"));

        server.log.unreachable(false);
        assertThat(server.put("a", "1")).isEqualTo(2);
    }

    @Test
    void givesUpWaitingForTheDatastore() {
        server.close();
        server = new TestServer(
                new ServiceSettings(1000, 128, Duration.ofMillis(50), 0, ServiceSettings.DEFAULTS.calls()));
        synchronized (server.log) {
            assertRefused(EtcdError.TIMEOUT, () -> server.put("a", "1"));
        }
    }

    private boolean holds(Compare.Builder compare) {
        return server.kv()
                .txn(TxnRequest.newBuilder().addCompare(compare).build())
                .getSucceeded();
    }

    private long grant(long id) {
        server.leases.grant(id, 100);
        return id;
    }

    private static PutRequest.Builder put(String key, String value) {
        return PutRequest.newBuilder().setKey(bytes(key)).setValue(bytes(value));
    }

    private static RangeRequest.Builder range(String key) {
        return RangeRequest.newBuilder().setKey(bytes(key));
    }

    private static RangeRequest.Builder all() {
        return range("\0").setRangeEnd(bytes("\0"));
    }

    private static CompactionRequest compaction(long revision) {
        return CompactionRequest.newBuilder().setRevision(revision).build();
    }

    private static RequestOp op(PutRequest.Builder put) {
        return RequestOp.newBuilder().setRequestPut(put).build();
    }

    private static RequestOp op(RangeRequest.Builder range) {
        return RequestOp.newBuilder().setRequestRange(range).build();
    }

    private static KeyValue.Builder keyValue(String key, String value, long create, long mod, long version) {
        return KeyValue.newBuilder()
                .setKey(bytes(key))
                .setValue(bytes(value))
                .setCreateRevision(create)
                .setModRevision(mod)
                .setVersion(version);
    }

    private static ResponseHeader revisionOnly(long revision) {
        return ResponseHeader.newBuilder().setRevision(revision).build();
    }

    private static ResponseHeader header(long revision) {
        return ResponseHeader.newBuilder()
                .setClusterId(TestServer.CLUSTER_ID)
                .setMemberId(TestServer.MEMBER_ID)
                .setRevision(revision)
                .setRaftTerm(Headers.RAFT_TERM)
                .build();
    }
}
