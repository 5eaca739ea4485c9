package io.evenkeel.e2e.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections, and answers that clients do not take. */
class BoundsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int KEYS = 16;
    private static final int WINDOW_BYTES = 64 << 10;
    private static final int VALUE_BYTES = 100_000;

    private final Scratch scratch = Scratch.create();
    private final List<ManagedChannel> channels = new ArrayList<>();

    @AfterEach
    void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        scratch.close();
    }

    @Test
    void closesConnectionsBeyondTheBoundAndNoOthers() throws IOException {
        try (EvenkeelProcess server = serve("--max-connections=2")) {
            List<Socket> open = new ArrayList<>();
            Await.until("room for two connections", LIMIT, () -> {
                while (open.size() < 2) {
                    open.add(connect(server));
                }
                open.removeIf(socket -> !isServed(socket));
                return open.size() == 2;
            });
            try (Socket oneMore = connect(server)) {
                assertThat(isServed(oneMore)).isFalse();
            }
            assertThat(open).allMatch(BoundsIT::isServed);

            open.removeLast().close();
            Await.until("a connection instead of the one that is closed", LIMIT, () -> {
                try (Socket another = connect(server)) {
                    return isServed(another);
                } catch (IOException e) {
                    return false;
                }
            });
            open.getFirst().close();
        }
    }

    @Test
    void letsListsWaitForAClientThatTakesNothingUntilItIsCutOff() {
        try (EvenkeelProcess server = serve(
                "--in-flight-bytes=" + (KEYS + 5) * (VALUE_BYTES + 100),
                "--max-request-bytes=200KiB",
                "--request-timeout=1s")) {
            KVGrpc.KVBlockingStub kv = KVGrpc.newBlockingStub(channel(server));
            for (int i = 0; i < KEYS; i++) {
                var _ = kv.put(PutRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("k" + i))
                        .setValue(ByteString.copyFrom(new byte[VALUE_BYTES]))
                        .build());
            }
            assertThat(kv.range(all(0)).getKvsCount()).isEqualTo(KEYS);

            CompletableFuture<Status> end = new CompletableFuture<>();
            ClientCall<RangeRequest, RangeResponse> stuck = takeNothing(server, end);
            Await.until("a list that finds no room", LIMIT, () -> isTimedOut(kv));
            assertThat(kv.range(all(0).toBuilder().setCountOnly(true).build()).getCount())
                    .isEqualTo(KEYS);

            Await.until(() -> "room again, from " + server, LIMIT, () -> !isTimedOut(kv));
            stuck.request(1);
            assertThat(end.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join().getCode())
                    .isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(server.process().output())
                    .contains("Closing the connection of a client that does not take its answer");
        }
    }

    @Test
    void refusesAListThatNoBoundAllows() {
        try (EvenkeelProcess server = serve("--in-flight-bytes=6MiB")) {
            KVGrpc.KVBlockingStub kv = KVGrpc.newBlockingStub(channel(server));
            for (int i = 0; i < 70; i++) {
                var _ = kv.put(PutRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("k" + i))
                        .setValue(ByteString.copyFrom(new byte[VALUE_BYTES]))
                        .build());
            }

            assertThatThrownBy(() -> kv.range(all(0)))
                    .hasMessageContaining("RESOURCE_EXHAUSTED: evenkeel: the answer takes")
                    .hasMessageContaining("more than the 6291456 of --in-flight-bytes");
            assertThat(kv.range(all(20)).getKvsCount()).isEqualTo(20);
            int[] streamed = new int[1];
            kv.rangeStream(all(0))
                    .forEachRemaining(
                            chunk -> streamed[0] += chunk.getRangeResponse().getKvsCount());
            assertThat(streamed[0]).isEqualTo(70);
        }
    }

    @Test
    void tellsTheClientAloneOfAMessageThatIsTooLarge() {
        try (EvenkeelProcess server = serve("--max-request-bytes=1KiB")) {
            KVGrpc.KVBlockingStub kv = KVGrpc.newBlockingStub(channel(server));
            assertThatThrownBy(() -> kv.put(PutRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8("k"))
                            .setValue(ByteString.copyFrom(new byte[1 << 20]))
                            .build()))
                    .hasMessageContaining("RESOURCE_EXHAUSTED: gRPC message exceeds maximum size");
            assertThat(kv.range(all(0)).getKvsCount()).isZero();
            assertThat(server.process().output()).doesNotContain("exceeds maximum size", "\tat ");
        }
    }

    @Test
    void takesRequestsAsLargeAsItIsTold() {
        try (EvenkeelProcess server = serve("--max-request-bytes=20MiB")) {
            KVGrpc.KVBlockingStub kv = KVGrpc.newBlockingStub(channel(server));
            var put = PutRequest.newBuilder()
                    .setKey(ByteString.copyFromUtf8("k"))
                    .setValue(ByteString.copyFrom(new byte[16 << 20]))
                    .build();
            var _ = kv.put(put);
            assertThat(kv.range(all(0)).getKvs(0).getValue()).isEqualTo(put.getValue());
        }
    }

    private EvenkeelProcess serve(String... flags) {
        return Backend.SQLITE.fresh(scratch.folder("data")).serve(scratch.folder("server"), flags);
    }

    private ManagedChannel channel(EvenkeelProcess server) {
        var channel = NettyChannelBuilder.forAddress(server.host(), server.port())
                .usePlaintext()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .flowControlWindow(WINDOW_BYTES)
                .build();
        channels.add(channel);
        return channel;
    }

    private static RangeRequest all(int limit) {
        return RangeRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("k"))
                .setRangeEnd(ByteString.copyFromUtf8("l"))
                .setLimit(limit)
                .build();
    }

    private static boolean isTimedOut(KVGrpc.KVBlockingStub kv) {
        try {
            return kv.range(all(0)).getKvsCount() != KEYS;
        } catch (io.grpc.StatusRuntimeException e) {
            assertThat(e.getStatus().getDescription()).isEqualTo("etcdserver: request timed out");
            return true;
        }
    }

    /** Asks for all, on a connection of its own, and reads no more of the answer than the connection's window. */
    private ClientCall<RangeRequest, RangeResponse> takeNothing(EvenkeelProcess server, CompletableFuture<Status> end) {
        ClientCall<RangeRequest, RangeResponse> call =
                channel(server).newCall(KVGrpc.getRangeMethod(), CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        end.complete(status);
                    }
                },
                new Metadata());
        call.sendMessage(all(0));
        call.halfClose();
        return call;
    }

    private static Socket connect(EvenkeelProcess server) {
        try {
            var socket = new Socket(server.host(), server.port());
            socket.setSoTimeout((int) LIMIT.toMillis());
            return socket;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether a request over HTTP is answered; the connection stays. */
    private static boolean isServed(Socket socket) {
        try {
            socket.getOutputStream()
                    .write("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return readAnswer(socket.getInputStream()).startsWith("HTTP/1.1 200");
        } catch (IOException closed) {
            return false;
        }
    }

    private static String readAnswer(InputStream in) throws IOException {
        var answer = new StringBuilder();
        while (answer.indexOf("ok") < 0 || !answer.toString().endsWith("\n")) {
            int next = in.read();
            if (next < 0) {
                return answer.toString();
            }
            answer.append((char) next);
        }
        return answer.toString();
    }
}
