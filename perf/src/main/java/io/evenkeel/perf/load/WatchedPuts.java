package io.evenkeel.perf.load;

import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.api.proto.WatchGrpc;
import io.evenkeel.api.proto.WatchRequest;
import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.api.proto.mvccpb.Event;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;

/**
 * Puts that are watched. What is measured is each event at each watcher: the time since its put was sent, both by the same
 * clock, for the put's value says when that was. Every watcher has a stream of its own.
 */
final class WatchedPuts implements Workload {

    private final KeySpace keys;
    private final IntUnaryOperator senders;
    private final int watchers;
    private final List<ClientCall<WatchRequest, WatchResponse>> streams = new ArrayList<>();

    /** @param senders how many put, by the number of clients */
    WatchedPuts(KeySpace keys, IntUnaryOperator senders, int watchers) {
        this.keys = keys;
        this.senders = senders;
        this.watchers = watchers;
    }

    @Override
    public int senders(int clients) {
        return senders.applyAsInt(clients);
    }

    @Override
    public void begin(LoadRun run, List<Connection> connections) {
        var created = new CountDownLatch(watchers);
        for (int i = 0; i < watchers; i++) {
            streams.add(watch(run, connections.get(i % connections.size()), created));
        }
        try {
            if (!created.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException(created.getCount() + " of " + watchers + " watches were not created");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static ClientCall<WatchRequest, WatchResponse> watch(
            LoadRun run, Connection connection, CountDownLatch created) {
        ClientCall<WatchRequest, WatchResponse> stream =
                connection.channel().newCall(WatchGrpc.getWatchMethod(), CallOptions.DEFAULT);
        stream.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(WatchResponse response) {
                        if (response.getCreated()) {
                            created.countDown();
                        }
                        long now = System.nanoTime();
                        for (Event event : response.getEventsList()) {
                            run.record(
                                    connection,
                                    now - Values.stampOf(event.getKv().getValue()));
                        }
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        if (!run.isOver()) {
                            run.fail(status.asRuntimeException(trailers));
                        }
                    }
                },
                new Metadata());
        stream.request(Integer.MAX_VALUE);
        stream.sendMessage(WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(KeySpace.podsStart())
                        .setRangeEnd(KeySpace.podsEnd()))
                .build());
        return stream;
    }

    @Override
    public void send(LoadClient client) {
        int pod = keys.anyPodOf(client);
        var put = PutRequest.newBuilder()
                .setKey(keys.pod(pod))
                .setValue(keys.values().stamped(client.sentNanos()))
                .build();
        client.call(KVGrpc.getPutMethod(), put, response -> {
            keys.putAt(pod, response.getHeader().getRevision());
            client.next();
        });
    }

    @Override
    public void end() {
        streams.forEach(stream -> stream.cancel("the run is over", null));
    }
}
