package io.evenkeel.e2e.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.RangeStreamResponse;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.DatabaseServer;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.e2e.tools.ServerUnderTest;
import io.evenkeel.e2e.tools.TcpProxy;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a server says of requests that take longer than it was told to be quiet about. */
class SlowRequestsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration FAR = Duration.ofMillis(60);
    private static final int REQUESTS = 200;
    private static final int LARGE_BYTES = 1_000_000;
    private static final ByteString KEY = ByteString.copyFromUtf8("/registry/slow");

    @Test
    void areNamedWithoutTheirValuesAndNotAllOfThem() {
        try (Scratch scratch = Scratch.create();
                EvenkeelProcess server = Backend.SQLITE
                        .fresh(scratch.folder("data"))
                        .serve(scratch.folder("server"), "--warning-unary-request-duration=1ns")) {
            putOften(server);

            Await.until("a line", LIMIT, () -> !lines(server).isEmpty());
            assertThat(lines(server).getFirst())
                    .containsPattern("etcdserverpb.KV/Put took \\d+ ms, OK: /registry/slow, request of \\d+ bytes");
            assertThat(lines(server)).hasSizeLessThan(REQUESTS / 2);
            assertThat(server.process().output()).doesNotContain("s3cret");
        }
    }

    @Test
    void areNotThereWhenNothingIsAskedFor() {
        try (Scratch scratch = Scratch.create();
                EvenkeelProcess server = Backend.SQLITE
                        .fresh(scratch.folder("data"))
                        .serve(scratch.folder("server"), "--warning-unary-request-duration=0")) {
            putOften(server);

            assertThat(lines(server)).isEmpty();
        }
    }

    /** For the other stages see {@code StalledAppendIT}. */
    @Test
    void haveReasonsThatAreNamed() {
        DatabaseServer database = DatabaseServer.of(Backend.POSTGRES);
        try (Scratch scratch = Scratch.create();
                TcpProxy proxy = TcpProxy.to(database.port());
                EvenkeelProcess server = database.datastore("slow-" + UUID.randomUUID(), proxy.port())
                        .serve(
                                scratch.folder("server"),
                                "--warning-unary-request-duration=100ms",
                                "--value-cache-bytes=0")) {
            ManagedChannel channel = channel(server);
            try {
                var kv = KVGrpc.newBlockingStub(channel).withDeadlineAfter(LIMIT);
                var _ = kv.put(put(ByteString.copyFrom(new byte[LARGE_BYTES])));

                SlowClient<RangeResponse> untaken = SlowClient.of(channel, KVGrpc.getRangeMethod());
                untaken.call.cancel("has waited for long enough", null);
                await(server, "KV/Range took .* ms, OK: .*\\d{3} ms for the client to take the answer");
                SlowClient<RangeStreamResponse> late = SlowClient.of(channel, KVGrpc.getRangeStreamMethod());
                late.call.request(Integer.MAX_VALUE);
                assertThat(late.ended.join().isOk()).isTrue();
                await(
                        server,
                        "KV/RangeStream took .* ms, OK: /registry/slow, .* response of 1\\d{6}; "
                                + ".*\\d{3} ms for the client to take the answer");

                proxy.rules().delay(FAR);
                var first = CompletableFuture.supplyAsync(() -> kv.put(put(ByteString.EMPTY)));
                pass(FAR.dividedBy(3));
                var _ = kv.put(put(ByteString.EMPTY));
                first.join();
                await(server, "KV/Put took .*\\d{3} ms for the append");
                await(server, "KV/Put took .*\\d{2} ms in the write queue");

                var _ = kv.range(get());
                await(server, "KV/Range took .*\\d{3} ms for the barrier read");
                await(server, "KV/Range took .*\\d{3} ms for values from the database");
                assertThat(server.process().output()).doesNotContain("\tat ");
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static void putOften(EvenkeelProcess server) {
        ManagedChannel channel = channel(server);
        try {
            for (int i = 0; i < REQUESTS; i++) {
                var _ = KVGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(LIMIT)
                        .put(put(ByteString.copyFromUtf8("s3cret")));
            }
        } finally {
            channel.shutdownNow();
        }
    }

    /** Whose answers go no further than a small window, as long as they are not taken. */
    private static ManagedChannel channel(ServerUnderTest server) {
        return NettyChannelBuilder.forAddress(server.host(), server.port())
                .flowControlWindow(64 << 10)
                .usePlaintext()
                .build();
    }

    private static PutRequest put(ByteString value) {
        return PutRequest.newBuilder().setKey(KEY).setValue(value).build();
    }

    private static RangeRequest get() {
        return RangeRequest.newBuilder().setKey(KEY).build();
    }

    /** The time itself is the fault here: there is nothing that could be waited for. */
    private static void pass(Duration time) {
        long since = System.nanoTime();
        Await.until("a while", LIMIT, () -> System.nanoTime() - since > time.toNanos());
    }

    private static void await(EvenkeelProcess server, String pattern) {
        Await.until(
                () -> pattern + " in:\n" + server.process().output(),
                LIMIT,
                () -> server.process().output().lines().anyMatch(line -> line.matches(".*" + pattern + ".*")));
    }

    private static List<String> lines(EvenkeelProcess server) {
        return server.process()
                .output()
                .lines()
                .filter(line -> line.contains("KV/Put took "))
                .toList();
    }

    /** One that is being answered, and has not taken anything for a while. */
    private static final class SlowClient<R> extends ClientCall.Listener<R> {

        private final ClientCall<RangeRequest, R> call;
        private final CompletableFuture<Metadata> begun = new CompletableFuture<>();
        private final CompletableFuture<Status> ended = new CompletableFuture<>();

        private SlowClient(ClientCall<RangeRequest, R> call) {
            this.call = call;
        }

        static <R> SlowClient<R> of(ManagedChannel channel, MethodDescriptor<RangeRequest, R> method) {
            var client = new SlowClient<R>(channel.newCall(method, CallOptions.DEFAULT));
            client.call.start(client, new Metadata());
            client.call.sendMessage(get());
            client.call.halfClose();
            client.begun.join();
            pass(FAR.multipliedBy(4));
            return client;
        }

        @Override
        public void onHeaders(Metadata headers) {
            begun.complete(headers);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            ended.complete(status);
        }
    }
}
