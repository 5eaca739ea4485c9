package io.evenkeel.perf.load;

import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.api.proto.mvccpb.Event;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Puts that are watched. What is measured is each event at each watcher: the time since its put was sent, both by the same
 * clock, for the put's value says when that was. Every watcher has a stream of its own.
 */
final class WatchedPuts implements Workload {

    private final KeySpace keys;
    private final IntUnaryOperator senders;
    private final int watchers;
    private @Nullable WatchStreams streams;

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
        streams = WatchStreams.open(
                connections,
                watchers,
                (number, connection) -> response -> record(run, connection, response),
                run::fail);
    }

    private static void record(LoadRun run, Connection connection, WatchResponse response) {
        long now = System.nanoTime();
        for (Event event : response.getEventsList()) {
            run.record(connection, now - Values.stampOf(event.getKv().getValue()));
        }
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

    /** What is counted are events, which a watcher gets as many of at one server as at another. */
    @Override
    public boolean isSharedByServers() {
        return false;
    }

    @Override
    public void end() {
        WatchStreams open = streams;
        if (open != null) {
            open.close();
        }
    }
}
