package io.evenkeel.api;

import static io.evenkeel.api.TestServer.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.WatchCancelRequest;
import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.api.proto.WatchCreateRequest.FilterType;
import io.evenkeel.api.proto.WatchGrpc;
import io.evenkeel.api.proto.WatchProgressRequest;
import io.evenkeel.api.proto.WatchRequest;
import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.api.proto.mvccpb.Event;
import io.evenkeel.mvcc.Refusal;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchServiceTest {

    private final TestServer server = new TestServer();
    private final Inbox<WatchRequest, WatchResponse> inbox = new Inbox<>();
    private StreamObserver<WatchRequest> client;

    @BeforeEach
    void open() {
        client = WatchGrpc.newStub(server.channel).watch(inbox);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void tellsOfEventsAfterSayingThatTheWatchExists() throws Exception {
        server.put("a", "1");
        create(WatchCreateRequest.newBuilder()
                .setKey(bytes("a"))
                .setStartRevision(2)
                .setPrevKv(true));

        WatchResponse created = inbox.next();
        assertThat(created.getCreated()).isTrue();
        assertThat(created.getWatchId()).isZero();
        assertThat(created.getHeader().getRevision()).isEqualTo(2);
        assertThat(created.getHeader().getClusterId()).isEqualTo(TestServer.CLUSTER_ID);
        assertThat(inbox.next().getEventsList()).singleElement().satisfies(event -> {
            assertThat(event.getKv().getValue()).isEqualTo(bytes("1"));
            assertThat(event.hasPrevKv()).isFalse();
        });

        server.kv()
                .deleteRange(DeleteRangeRequest.newBuilder().setKey(bytes("a")).build());
        WatchResponse deleted = inbox.next();
        assertThat(deleted.getHeader().getRevision()).isEqualTo(3);
        assertThat(deleted.getEventsList()).singleElement().satisfies(event -> {
            assertThat(event.getType()).isEqualTo(Event.EventType.DELETE);
            assertThat(event.getKv().getModRevision()).isEqualTo(3);
            assertThat(event.getKv().getCreateRevision()).isZero();
            assertThat(event.getPrevKv().getValue()).isEqualTo(bytes("1"));
        });
    }

    @Test
    void takesAnEmptyKeyForTheSmallestOne() throws Exception {
        create(WatchCreateRequest.newBuilder().setRangeEnd(bytes("\0")));
        inbox.next();

        server.put("\0", "1");
        assertThat(inbox.next().getEvents(0).getKv().getKey()).isEqualTo(ByteString.copyFrom(new byte[] {0}));
        server.put("zzz", "1");
        assertThat(inbox.next().getEvents(0).getKv().getKey()).isEqualTo(bytes("zzz"));
    }

    @Test
    void watchesTheSmallestKeyAloneWhenGivenNone() throws Exception {
        create(WatchCreateRequest.newBuilder());
        inbox.next();

        server.put("a", "1");
        server.put("\0", "1");

        assertThat(inbox.next().getEvents(0).getKv().getKey()).isEqualTo(ByteString.copyFrom(new byte[] {0}));
    }

    @Test
    void filtersWhatItKnowsAndIgnoresWhatItDoesNot() throws Exception {
        create(WatchCreateRequest.newBuilder()
                .setKey(bytes("a"))
                .addFilters(FilterType.NOPUT)
                .addFiltersValue(17));
        inbox.next();

        server.put("a", "1");
        server.kv()
                .deleteRange(DeleteRangeRequest.newBuilder().setKey(bytes("a")).build());

        assertThat(inbox.next().getEvents(0).getType()).isEqualTo(Event.EventType.DELETE);
    }

    @Test
    void cancelsAndThenTellsNothingMore() throws Exception {
        create(WatchCreateRequest.newBuilder().setKey(bytes("a")));
        create(WatchCreateRequest.newBuilder().setKey(bytes("a")));
        inbox.next();
        inbox.next();

        client.onNext(WatchRequest.newBuilder()
                .setCancelRequest(WatchCancelRequest.newBuilder().setWatchId(0))
                .build());

        WatchResponse canceled = inbox.next();
        assertThat(canceled.getCanceled()).isTrue();
        assertThat(canceled.getWatchId()).isZero();
        assertThat(canceled.getCancelReason()).isEmpty();
        server.put("a", "1");
        assertThat(inbox.next().getWatchId()).isEqualTo(1);
    }

    @Test
    void tellsProgressWhenTheHeadWasReadWhereTheWatchBegins() throws Exception {
        create(WatchCreateRequest.newBuilder()
                .setKey(bytes("/pods/"))
                .setRangeEnd(bytes("/pods0"))
                .setProgressNotify(true));
        inbox.next();
        for (String read : List.of("/pods", "/pods/")) {
            server.put("/nodes/a", "1");
            long revision = server.kv()
                    .range(RangeRequest.newBuilder()
                            .setKey(bytes(read))
                            .setLimit(1)
                            .build())
                    .getHeader()
                    .getRevision();

            WatchResponse progress = inbox.next();
            assertThat(progress.getHeader().getRevision()).isEqualTo(revision);
            assertThat(progress.getEventsList()).isEmpty();
        }
    }

    @Test
    void tellsProgressOfTheWholeStream() throws Exception {
        create(WatchCreateRequest.newBuilder().setKey(bytes("a")));
        inbox.next();
        server.put("b", "1");

        client.onNext(WatchRequest.newBuilder()
                .setProgressRequest(WatchProgressRequest.getDefaultInstance())
                .build());

        WatchResponse progress = inbox.next();
        assertThat(progress.getWatchId()).isEqualTo(-1);
        assertThat(progress.getHeader().getRevision()).isEqualTo(2);
        assertThat(progress.getEventsList()).isEmpty();
    }

    @Test
    void refusesAnEmptyRangeAndARevisionBelowZero() throws Exception {
        create(WatchCreateRequest.newBuilder().setKey(bytes("b")).setRangeEnd(bytes("a")));
        create(WatchCreateRequest.newBuilder().setKey(bytes("b")).setStartRevision(-1));

        assertRefused(inbox.next(), "mvcc: watcher range is empty");
        assertRefused(inbox.next(), "etcdserver: mvcc: required revision has been compacted");
    }

    @Test
    void saysAtWhichRevisionAWatchWasCompactedAway() throws Exception {
        server.put("a", "1");
        server.put("a", "2");
        server.store.compact(3, false).join();

        create(WatchCreateRequest.newBuilder().setKey(bytes("a")).setStartRevision(2));

        assertThat(inbox.next().getCreated()).isTrue();
        WatchResponse compacted = inbox.next();
        assertThat(compacted.getCanceled()).isTrue();
        assertThat(compacted.getCompactRevision()).isEqualTo(3);
        assertThat(compacted.getHeader().getRevision()).isZero();
        assertThat(compacted.getHeader().getClusterId()).isEqualTo(TestServer.CLUSTER_ID);
    }

    @Test
    void ignoresARequestForNothing() throws Exception {
        client.onNext(WatchRequest.getDefaultInstance());
        create(WatchCreateRequest.newBuilder().setKey(bytes("a")));

        assertThat(inbox.next().getCreated()).isTrue();
    }

    @Test
    void goesOnTellingAClientThatHasNothingMoreToSay() throws Exception {
        create(WatchCreateRequest.newBuilder().setKey(bytes("a")));
        inbox.next();
        client.onCompleted();

        server.put("a", "1");

        assertThat(inbox.next().getEventsCount()).isEqualTo(1);
    }

    @Test
    void forgetsTheWatchesOfAClientThatIsGone() throws Exception {
        create(WatchCreateRequest.newBuilder().setKey(bytes("a")));
        inbox.next();
        server.awaitTrue(() -> server.hub.counts().sessions() == 1);

        inbox.cancel();

        assertThat(inbox.end().getCode()).isEqualTo(Status.Code.CANCELLED);
        server.awaitTrue(() -> server.hub.counts().sessions() == 0);
    }

    @Test
    void forgetsTheWatchesOfAClientThatHadSaidAllBeforeItWent() throws Exception {
        create(WatchCreateRequest.newBuilder().setKey(bytes("a")));
        inbox.next();
        client.onCompleted();
        server.put("a", "1");
        inbox.next();

        inbox.cancel();

        assertThat(inbox.end().getCode()).isEqualTo(Status.Code.CANCELLED);
        server.awaitTrue(() -> server.hub.counts().sessions() == 0);
    }

    @Test
    void endsStreamsWithTheReasonGiven() throws Exception {
        create(WatchCreateRequest.newBuilder().setKey(bytes("a")));
        inbox.next();

        server.hub.closeAll(Refusal.STOPPED).join();

        EtcdErrors.assertIs(EtcdError.STOPPED, inbox.end().asRuntimeException());
    }

    private void create(WatchCreateRequest.Builder request) {
        client.onNext(WatchRequest.newBuilder().setCreateRequest(request).build());
    }

    private static void assertRefused(WatchResponse response, String reason) {
        assertThat(response.getCreated()).isTrue();
        assertThat(response.getCanceled()).isTrue();
        assertThat(response.getWatchId()).isEqualTo(-1);
        assertThat(response.getCancelReason()).isEqualTo(reason);
        assertThat(response.getCompactRevision()).isZero();
    }
}
