package io.evenkeel.simulation;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One stream between two replicas, below gRPC's stubs. What is sent on it arrives in order, each way at its own pace and whatever
 * other streams do. Each way may stand still for any time and go on later. When the stream is cut, the last of what is under way is
 * lost, and who is at an end may or may not hear of it.
 */
final class SimulatedStream<Q, A> {

    private final MethodDescriptor<Q, A> method;
    private final SimulatedDatastore datastore;
    private final Way toServer;
    private final Way toClient;
    private final ServerCallHandler<Q, A> handler;
    private ClientCall.@Nullable Listener<A> client;
    private ServerCall.@Nullable Listener<Q> server;
    private boolean cancelled;

    /** @param handler what is called at the server */
    SimulatedStream(
            MethodDescriptor<Q, A> method,
            SimulatedDatastore datastore,
            Replica from,
            Replica to,
            ServerCallHandler<Q, A> handler) {
        this.method = method;
        this.datastore = datastore;
        this.toServer = new Way(to, this::cancelAtServer);
        this.toClient = new Way(from, this::closeAtClient);
        this.handler = handler;
    }

    /** What arrives one way. */
    private final class Way {

        private final Replica receiver;
        private final Runnable end;
        private final Deque<Runnable> underWay = new ArrayDeque<>();
        private boolean delivering;
        private boolean standsStill;
        private boolean cut;
        private boolean told;

        /** @param end tells the receiver that the stream has ended */
        Way(Replica receiver, Runnable end) {
            this.receiver = receiver;
            this.end = end;
        }

        void send(Runnable arrival) {
            if (!cut) {
                underWay.add(arrival);
                deliver();
            }
        }

        void deliver() {
            if (!delivering && !standsStill && !underWay.isEmpty() && !receiver.dead) {
                delivering = true;
                datastore.turns.add(receiver, this::deliverAll);
            }
        }

        private void deliverAll() {
            while (!standsStill && !underWay.isEmpty()) {
                underWay.remove().run();
                datastore.delay();
            }
            delivering = false;
        }

        void cut(boolean tell) {
            if (!cut) {
                cut = true;
                for (int lost = datastore.random.nextInt(underWay.size() + 1); lost > 0; lost--) {
                    underWay.removeLast();
                }
            }
            if (tell && !told) {
                told = true;
                underWay.add(end);
                deliver();
            }
        }

        void standStill(boolean now) {
            standsStill = now;
            deliver();
        }

        boolean isOver() {
            return receiver.dead || (told && underWay.isEmpty());
        }
    }

    ClientCall<Q, A> call() {
        return new ClientCall<>() {
            private boolean ended;

            @Override
            public void start(Listener<A> listener, Metadata headers) {
                client = listener;
                toServer.send(SimulatedStream.this::accept);
            }

            @Override
            public void request(int messages) {}

            @Override
            public void cancel(@Nullable String message, @Nullable Throwable cause) {
                ended = true;
                hangUp();
            }

            @Override
            public void halfClose() {
                toServer.send(() -> listenerOf(server).onHalfClose());
            }

            @Override
            public void sendMessage(Q message) {
                if (ended) {
                    throw new IllegalStateException("call was cancelled");
                }
                toServer.send(() -> listenerOf(server).onMessage(message));
            }
        };
    }

    private static <T> T listenerOf(@Nullable T listener) {
        if (listener == null) {
            throw new AssertionError("a message ahead of its stream");
        }
        return listener;
    }

    private void accept() {
        server = handler.startCall(new Served(), new Metadata());
    }

    /** The server's end. */
    private final class Served extends ServerCall<Q, A> {

        @Override
        public void request(int messages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(A message) {
            toClient.send(() -> listenerOf(client).onMessage(message));
        }

        @Override
        public void close(Status status, Metadata trailers) {
            toClient.send(() -> listenerOf(client).onClose(status, trailers));
        }

        @Override
        public boolean isReady() {
            return !datastore.happens(datastore.weather.busy());
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }

        @Override
        public MethodDescriptor<Q, A> getMethodDescriptor() {
            return method;
        }
    }

    private void cancelAtServer() {
        cancelled = true;
        if (server != null) {
            server.onCancel();
        }
    }

    private void closeAtClient() {
        listenerOf(client).onClose(Status.UNAVAILABLE.withDescription("cut"), new Metadata());
    }

    /** The client ends it. The server hears of it, if at all, after some of what was sent to it before. */
    void hangUp() {
        toClient.cut(true);
        toServer.cut(datastore.happens(800));
    }

    void cut(boolean tellServer, boolean tellClient) {
        toServer.cut(tellServer);
        toClient.cut(tellClient);
    }

    /** Lets one of the ways stand still, or go on. */
    void standStill(boolean towardsServer, boolean now) {
        (towardsServer ? toServer : toClient).standStill(now);
    }

    /** Lets everything arrive that is still under way, and whoever does not know yet know that the stream is cut. */
    void heal() {
        standStill(true, false);
        standStill(false, false);
        if (toServer.cut || toClient.cut) {
            cut(true, true);
        }
    }

    boolean isOf(Replica replica) {
        return toServer.receiver.equals(replica) || toClient.receiver.equals(replica);
    }

    /** Whether nobody will ever hear of it again. */
    boolean isOver() {
        return toServer.isOver() && toClient.isOver();
    }
}
