package io.evenkeel.api;

import static io.evenkeel.api.EtcdErrors.assertRefused;
import static io.evenkeel.api.TestServer.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.LockGrpc;
import io.evenkeel.api.proto.LockRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.PutResponse;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.RangeStreamResponse;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.TxnResponse;
import io.evenkeel.api.proto.WatchGrpc;
import io.evenkeel.api.proto.WatchRequest;
import io.evenkeel.api.proto.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server does that has as many calls as it may have, or no room for their answers. */
class DoorTest {

    private static final int CALLS = 4;
    private static final int ANSWER_BYTES = 2_700_000;

    private TestServer server = server(Duration.ofSeconds(5));
    private final List<ClientCall<?, ?>> calls = new ArrayList<>();

    private static TestServer server(Duration requestTimeout) {
        return new TestServer(
                new ServiceSettings(100_000, 128, requestTimeout, 0, new CallLimits(CALLS, 250_000, ANSWER_BYTES)));
    }

    @AfterEach
    void close() {
        calls.forEach(call -> call.cancel("the test is over", null));
        server.close();
    }

    @Test
    void refusesRequestsBeyondItsBound() {
        synchronized (server.log) {
            for (int i = 0; i < CALLS; i++) {
                put(10);
            }
            assertRefused(EtcdError.TOO_MANY_REQUESTS, () -> server.put("one", "more"));
        }
        server.awaitTrue(() -> server.services.openCalls() == 0);
        assertThat(server.put("one", "more")).isEqualTo(CALLS + 2);
    }

    @Test
    void refusesRequestsThatAreTooLargeTogether() {
        synchronized (server.log) {
            put(90_000);
            put(90_000);
            assertRefused(EtcdError.TOO_MANY_REQUESTS, () -> server.put("more", "v".repeat(90_000)));
            server.awaitTrue(() -> server.services.openCalls() == 2);
        }
        server.awaitTrue(() -> server.services.openCalls() == 0);
        server.put("more", "v".repeat(90_000));
    }

    @Test
    void keepsPlacesForRequestsHoweverManyWatch() {
        for (int i = 0; i < CALLS; i++) {
            var _ = watch();
        }
        server.awaitTrue(() -> server.services.openCalls() == CALLS);
        CompletableFuture<Status> oneMore = watch();

        assertThat(oneMore.join().getDescription()).isEqualTo(EtcdError.TOO_MANY_REQUESTS.text());
        assertThat(server.put("a", "1")).isEqualTo(2);
    }

    @Test
    void keepsPlacesForRequestsHoweverManyWaitForALock() {
        var lock = LockRequest.newBuilder().setName(bytes("lock")).build();
        var _ = LockGrpc.newBlockingStub(server.channel).lock(lock);
        for (int i = 0; i < CALLS; i++) {
            var _ = LockGrpc.newFutureStub(server.channel).lock(lock);
        }
        server.awaitTrue(() -> server.services.openCalls() == CALLS);

        assertRefused(
                EtcdError.TOO_MANY_REQUESTS,
                () -> LockGrpc.newBlockingStub(server.channel).lock(lock));
        assertThat(server.put("a", "1")).isPositive();
    }

    @Test
    void countsCallsOutHoweverTheyEnd() {
        for (int i = 0; i < 3 * CALLS; i++) {
            server.put("a", "1");
            assertRefused(EtcdError.EMPTY_KEY, () -> server.put("", "1"));
            CompletableFuture<Status> watch = watch();
            calls.removeLast().cancel("enough", null);
            watch.join();
            server.awaitTrue(() -> server.services.openCalls() == 0);
        }
    }

    @Test
    void letsListsWaitUntilThereIsRoom() {
        server.put("small", "1");
        holdSomeRoom();
        CompletableFuture<Status> list = list();
        CompletableFuture<Status> txn = txn();
        server.awaitTrue(() -> server.services.callsWaitingForRoom() == 2);
        assertThat(server.kv()
                        .range(RangeRequest.newBuilder().setKey(bytes("small")).build())
                        .getCount())
                .isOne();
        assertThat(list).isNotDone();

        calls.getFirst().request(1000);
        assertThat(list.join().isOk()).isTrue();
        assertThat(txn.join().isOk()).isTrue();
        server.awaitTrue(() -> server.services.answerBytes() == 0);
    }

    @Test
    void givesBackTheRoomOfAClientThatIsGone() {
        holdSomeRoom();
        CompletableFuture<Status> list = list();
        server.awaitTrue(() -> server.services.callsWaitingForRoom() == 1);
        calls.getFirst().cancel("gone", null);

        assertThat(list.join().isOk()).isTrue();
        server.awaitTrue(() -> server.services.answerBytes() == 0);
    }

    @Test
    void forgetsAClientThatIsGoneWhileItWaits() {
        holdSomeRoom();
        CompletableFuture<Status> list = list();
        server.awaitTrue(() -> server.services.callsWaitingForRoom() == 1);
        calls.getLast().cancel("gone", null);

        assertThat(list.join().getCode()).isEqualTo(Status.Code.CANCELLED);
        server.awaitTrue(() -> server.services.callsWaitingForRoom() == 0);
    }

    @Test
    void refusesAListThatFindsNoRoomInTime() {
        server.close();
        server = server(Duration.ofMillis(50));
        holdSomeRoom();

        assertThat(list().join().getDescription()).isEqualTo(EtcdError.TIMEOUT.text());
        server.awaitTrue(() -> server.services.callsWaitingForRoom() == 0);
    }

    @Test
    void refusesAListThatWillNeverHaveRoom() {
        putMany(101);

        Status refused = list().join();
        assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refused.getDescription()).contains("more than the " + ANSWER_BYTES + " of --in-flight-bytes");
        assertThat(stream(1000).join().isOk()).as("in chunks").isTrue();
        server.awaitTrue(() -> server.services.answerBytes() == 0);
    }

    /** By a stream whose client takes nothing; with it there is none for the keys all at once. */
    private void holdSomeRoom() {
        putMany(60);
        var _ = stream(0);
        server.awaitTrue(() -> server.services.answerBytes() > 0);
    }

    private void putMany(int keys) {
        for (int i = 0; i < keys; i++) {
            server.put("k" + i, "v".repeat(40_000));
        }
    }

    private void put(int bytes) {
        var _ = this.<PutRequest, PutResponse>call(
                KVGrpc.getPutMethod(),
                PutRequest.newBuilder()
                        .setKey(bytes("a"))
                        .setValue(bytes("v".repeat(bytes)))
                        .build(),
                1);
    }

    private static RangeRequest all() {
        return RangeRequest.newBuilder()
                .setKey(bytes("k"))
                .setRangeEnd(bytes("l"))
                .build();
    }

    private CompletableFuture<Status> list() {
        return this.<RangeRequest, RangeResponse>call(KVGrpc.getRangeMethod(), all(), 1);
    }

    private CompletableFuture<Status> txn() {
        TxnRequest request = TxnRequest.newBuilder()
                .addSuccess(RequestOp.newBuilder().setRequestRange(all()))
                .build();
        return this.<TxnRequest, TxnResponse>call(KVGrpc.getTxnMethod(), request, 1);
    }

    private CompletableFuture<Status> stream(int taken) {
        return this.<RangeRequest, RangeStreamResponse>call(KVGrpc.getRangeStreamMethod(), all(), taken);
    }

    private CompletableFuture<Status> watch() {
        ClientCall<WatchRequest, WatchResponse> call =
                server.channel.newCall(WatchGrpc.getWatchMethod(), CallOptions.DEFAULT);
        return start(call, 1);
    }

    private <Q, A> CompletableFuture<Status> call(MethodDescriptor<Q, A> method, Q request, int taken) {
        ClientCall<Q, A> call = server.channel.newCall(method, CallOptions.DEFAULT);
        CompletableFuture<Status> end = start(call, taken);
        call.sendMessage(request);
        call.halfClose();
        return end;
    }

    /** @param taken how many messages the client takes */
    private <Q, A> CompletableFuture<Status> start(ClientCall<Q, A> call, int taken) {
        var end = new CompletableFuture<Status>();
        calls.add(call);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        end.complete(status);
                    }
                },
                new Metadata());
        if (taken > 0) {
            call.request(taken);
        }
        return end;
    }
}
