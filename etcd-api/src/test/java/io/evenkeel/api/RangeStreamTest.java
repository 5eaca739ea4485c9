package io.evenkeel.api;

import static io.evenkeel.api.EtcdErrors.assertRefused;
import static io.evenkeel.api.EtcdErrors.assertUnimplemented;
import static io.evenkeel.api.TestServer.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeRequest.SortOrder;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.RangeStreamResponse;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeStreamTest {

    private final TestServer server = new TestServer();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 5, 10, 24, 25, 26, 100})
    void addsUpToWhatTheRangeAnswers(int limit) {
        putKeys(25, 10);

        List<RangeResponse> chunks = stream(all().setLimit(limit).build());

        assertThat(merged(chunks))
                .isEqualTo(server.kv().range(all().setLimit(limit).build()));
        assertThat(chunks.subList(0, chunks.size() - 1)).allSatisfy(chunk -> {
            assertThat(chunk.hasHeader()).isFalse();
            assertThat(chunk.getCount()).isZero();
            assertThat(chunk.getMore()).isFalse();
            assertThat(chunk.getKvsCount()).isPositive();
        });
    }

    @Test
    void beginsWithTenKeysAndDoublesWhileChunksAreSmall() {
        putKeys(100, 10);

        assertThat(stream(all().build())).extracting(RangeResponse::getKvsCount).containsExactly(10, 20, 40, 30);
    }

    @Test
    void halvesChunksThatAreTooLarge() {
        putKeys(25, 400_000);

        assertThat(stream(all().build())).extracting(RangeResponse::getKvsCount).containsExactly(10, 5, 5, 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10_000, 10_001, 20_000, 20_005})
    void addsUpAcrossPagesOfTheIndex(int limit) {
        putKeys(20_005, 0);

        assertThat(merged(stream(all().setLimit(limit).build())))
                .isEqualTo(server.kv().range(all().setLimit(limit).build()));
    }

    @Test
    void answersWithOneChunkWhereThereIsNothing() {
        List<RangeResponse> chunks = stream(all().build());

        assertThat(chunks)
                .containsExactly(server.kv().range(all().build()))
                .singleElement()
                .satisfies(chunk -> assertThat(chunk.getHeader().getRevision()).isEqualTo(1));
    }

    @Test
    void countsInOneChunk() {
        putKeys(25, 10);

        assertThat(stream(all().setCountOnly(true).build()))
                .containsExactly(server.kv().range(all().setCountOnly(true).build()));
    }

    @Test
    void leavesOutValuesOfKeysOnly() {
        putKeys(25, 10);
        RangeRequest request = all().setKeysOnly(true).build();

        assertThat(merged(stream(request))).isEqualTo(server.kv().range(request));
    }

    @Test
    void streamsASingleKeyAndAnEndlessRange() {
        putKeys(25, 10);
        RangeRequest single =
                RangeRequest.newBuilder().setKey(bytes("key00003")).build();
        RangeRequest endless = single.toBuilder().setRangeEnd(bytes("\0")).build();

        assertThat(merged(stream(single))).isEqualTo(server.kv().range(single));
        assertThat(merged(stream(endless))).isEqualTo(server.kv().range(endless));
    }

    @Test
    void streamsThePastUnderTheCurrentRevision() {
        putKeys(25, 10);
        server.put("key00003", "changed");

        RangeResponse response = merged(stream(all().setRevision(2).build()));

        assertThat(response.getHeader().getRevision()).isEqualTo(3);
        assertThat(response.getKvs(3).getModRevision()).isEqualTo(2);
    }

    @Test
    void readsAllPagesAtTheRevisionAskedFor() {
        putKeys(12_000, 0);
        long before = server.store.revision();
        server.put("key11999", "changed");

        RangeResponse response = merged(stream(all().setRevision(before).build()));

        assertThat(response)
                .isEqualTo(server.kv().range(all().setRevision(before).build()));
        assertThat(response.getKvs(11_999).getModRevision()).isEqualTo(before);
    }

    @Test
    void doesNotSeeWhatIsWrittenMeanwhile() throws Exception {
        putKeys(25, 10);
        var inbox = open(all().build());
        RangeResponse first = inbox.next().getRangeResponse();
        server.put("key00020", "changed");
        server.put("key00099", "new");

        RangeResponse second = inbox.next().getRangeResponse();

        assertThat(inbox.end()).isEqualTo(Status.OK);
        assertThat(first.getKvsCount() + second.getKvsCount()).isEqualTo(25);
        assertThat(second.getKvsList())
                .allSatisfy(kv -> assertThat(kv.getModRevision()).isEqualTo(2));
        assertThat(second.getHeader().getRevision()).isEqualTo(2);
        assertThat(second.getCount()).isEqualTo(25);
    }

    @Test
    void endsWithAnErrorWhenCompactionOvertakesIt() throws Exception {
        putKeys(100, 10);
        var inbox = open(all().build());
        inbox.next();
        server.put("a", "later");
        server.store.compact(3, false).join();

        inbox.takeAll();

        EtcdErrors.assertIs(EtcdError.COMPACTED, inbox.end().asRuntimeException());
    }

    @Test
    void refusesWhatEtcdDoes() {
        server.put("a", "1");
        assertRefused(
                EtcdError.EMPTY_KEY, () -> stream(RangeRequest.newBuilder().build()));
        assertRefused(EtcdError.FUTURE_REV, () -> stream(all().setRevision(3).build()));
        assertUnimplemented(() -> stream(all().setSortOrder(SortOrder.DESCEND).build()));
        assertUnimplemented(() -> stream(all().setMinModRevision(1).build()));
    }

    private void putKeys(int count, int valueBytes) {
        var value = ByteString.copyFrom(new byte[valueBytes]);
        for (int from = 0; from < count; from += 128) {
            var txn = TxnRequest.newBuilder();
            for (int i = from; i < Math.min(count, from + 128); i++) {
                PutRequest put = PutRequest.newBuilder()
                        .setKey(bytes("key%05d".formatted(i)))
                        .setValue(value)
                        .build();
                if (valueBytes > 1000) {
                    server.kv().put(put);
                } else {
                    txn.addSuccess(RequestOp.newBuilder().setRequestPut(put));
                }
            }
            server.kv().txn(txn.build());
        }
    }

    private List<RangeResponse> stream(RangeRequest request) {
        var chunks = new ArrayList<RangeResponse>();
        server.kv().rangeStream(request).forEachRemaining(chunk -> chunks.add(chunk.getRangeResponse()));
        return chunks;
    }

    private Inbox<RangeRequest, RangeStreamResponse> open(RangeRequest request) {
        var inbox = new Inbox<RangeRequest, RangeStreamResponse>();
        KVGrpc.newStub(server.channel).rangeStream(request, inbox);
        return inbox;
    }

    private static RangeResponse merged(List<RangeResponse> chunks) {
        var merged = RangeResponse.newBuilder();
        chunks.forEach(merged::mergeFrom);
        return merged.build();
    }

    private static RangeRequest.Builder all() {
        return RangeRequest.newBuilder().setKey(bytes("\0")).setRangeEnd(bytes("\0"));
    }
}
