package io.evenkeel.e2e.differential;

import com.google.protobuf.Message;
import io.evenkeel.api.proto.WatchGrpc;
import io.evenkeel.e2e.tools.ServerUnderTest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The client of one server. Knows nothing of what the answers should be. */
final class Player implements AutoCloseable {

    private static final int INBOUND_BYTES = 256 << 20;
    private static final int DEADLINE_SECONDS = 30;

    private final String name;
    private final ManagedChannel channel;

    /** @param interceptors stand between this client and the server, to spoil answers on purpose */
    Player(String name, ServerUnderTest server, ClientInterceptor... interceptors) {
        this.name = name;
        this.channel = NettyChannelBuilder.forAddress(server.host(), server.port())
                .usePlaintext()
                .maxInboundMessageSize(INBOUND_BYTES)
                .directExecutor()
                .intercept(interceptors)
                .build();
    }

    /** Sends one request and gathers what comes until the server ends the call. */
    CompletableFuture<Answer> call(Rpc rpc, Message request) {
        ClientCall<Message, Message> call = channel.newCall(
                rpc.method(), CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS));
        Gathering gathering = new Gathering(call);
        call.start(gathering, new Metadata());
        call.request(1);
        call.sendMessage(request);
        call.halfClose();
        return gathering.answer;
    }

    WatchSession openStream() {
        return WatchSession.open(name, channel.newCall(WatchGrpc.getWatchMethod(), CallOptions.DEFAULT));
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    @Override
    public String toString() {
        return name;
    }

    /** The answer as it arrives. */
    private static final class Gathering extends ClientCall.Listener<Message> {

        private final ClientCall<Message, Message> call;
        private final List<Message> messages = new ArrayList<>();
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();

        Gathering(ClientCall<Message, Message> call) {
            this.call = call;
        }

        @Override
        public void onMessage(Message message) {
            messages.add(message);
            call.request(1);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            String description = status.getDescription();
            answer.complete(new Answer(messages, status.getCode(), description == null ? "" : description));
        }
    }
}
