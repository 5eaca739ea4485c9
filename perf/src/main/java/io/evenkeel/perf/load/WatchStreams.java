package io.evenkeel.perf.load;

import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.api.proto.WatchGrpc;
import io.evenkeel.api.proto.WatchRequest;
import io.evenkeel.api.proto.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Watches of all pods, each on a stream of its own, spread over the connections. */
public final class WatchStreams implements AutoCloseable {

    private static final int CREATE_TIMEOUT_SECONDS = 30;

    private final List<ClientCall<WatchRequest, WatchResponse>> streams = new ArrayList<>();
    private final CountDownLatch created;
    private final Consumer<Throwable> onFailure;
    private volatile boolean closed;

    private WatchStreams(int watchers, Consumer<Throwable> onFailure) {
        this.created = new CountDownLatch(watchers);
        this.onFailure = onFailure;
    }

    /** Is told what its watch is sent, on the event loop of the connection. */
    interface Watcher {
        void onResponse(WatchResponse response);
    }

    /** Makes the watcher of one number, from 0. */
    interface Watchers {
        Watcher of(int number, Connection connection);
    }

    /** Returns when the server has created all watches. */
    static WatchStreams open(
            List<Connection> connections, int count, Watchers watchers, Consumer<Throwable> onFailure) {
        var all = new WatchStreams(count, onFailure);
        for (int i = 0; i < count; i++) {
            Connection connection = connections.get(i % connections.size());
            all.start(connection, watchers.of(i, connection));
        }
        all.awaitCreated();
        return all;
    }

    /** Watches at which nothing happens. */
    public static WatchStreams idle(List<Connection> connections, int count, Consumer<Throwable> onFailure) {
        return open(connections, count, (number, connection) -> response -> {}, onFailure);
    }

    private void start(Connection connection, Watcher watcher) {
        ClientCall<WatchRequest, WatchResponse> stream =
                connection.channel().newCall(WatchGrpc.getWatchMethod(), CallOptions.DEFAULT);
        stream.start(new Listener(watcher), new Metadata());
        stream.request(Integer.MAX_VALUE);
        stream.sendMessage(WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(KeySpace.podsStart())
                        .setRangeEnd(KeySpace.podsEnd()))
                .build());
        streams.add(stream);
    }

    private final class Listener extends ClientCall.Listener<WatchResponse> {

        private final Watcher watcher;

        Listener(Watcher watcher) {
            this.watcher = watcher;
        }

        @Override
        public void onMessage(WatchResponse response) {
            if (response.getCreated()) {
                created.countDown();
            }
            watcher.onResponse(response);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (!closed) {
                onFailure.accept(status.asRuntimeException(trailers));
            }
        }
    }

    private void awaitCreated() {
        try {
            if (!created.await(CREATE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        created.getCount() + " of " + streams.size() + " watches were not created");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        streams.forEach(stream -> stream.cancel("the run is over", null));
    }
}
