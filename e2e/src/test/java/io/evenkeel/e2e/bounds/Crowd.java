package io.evenkeel.e2e.bounds;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.api.proto.WatchGrpc;
import io.evenkeel.api.proto.WatchRequest;
import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.ServerUnderTest;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that watch one prefix, each on a stream of its own, spread over so many connections. */
final class Crowd implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final List<ManagedChannel> channels = new ArrayList<>();
    private final AtomicInteger created = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicLong events = new AtomicLong();

    /** Opens all of it; every watch is there when this returns. */
    Crowd(ServerUnderTest server, int connections, int watches, String prefix) {
        for (int i = 0; i < connections; i++) {
            channels.add(NettyChannelBuilder.forAddress(server.host(), server.port())
                    .usePlaintext()
                    .directExecutor()
                    .build());
        }
        WatchRequest request = WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8(prefix))
                        .setRangeEnd(ByteString.copyFromUtf8(prefix + "\uffff")))
                .build();
        for (int i = 0; i < watches; i++) {
            WatchGrpc.newStub(channels.get(i % connections))
                    .watch(new Watching())
                    .onNext(request);
        }
        Await.until(
                () -> watches + " watches, of which there are " + created,
                LIMIT,
                () -> created.get() == watches && ended.get() == 0);
    }

    long events() {
        return events.get();
    }

    /** How many watches have ended. */
    int ended() {
        return ended.get();
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }

    private final class Watching implements StreamObserver<WatchResponse> {

        @Override
        public void onNext(WatchResponse response) {
            if (response.getCreated()) {
                created.incrementAndGet();
            }
            events.addAndGet(response.getEventsCount());
        }

        @Override
        public void onError(Throwable failure) {
            ended.incrementAndGet();
        }

        @Override
        public void onCompleted() {
            ended.incrementAndGet();
        }
    }
}
