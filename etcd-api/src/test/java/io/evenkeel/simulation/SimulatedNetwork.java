package io.evenkeel.simulation;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** What replicas reach each other by. */
final class SimulatedNetwork {

    private final SimulatedDatastore datastore;
    private final Function<String, Replica> servers;
    private final List<SimulatedStream<?, ?>> streams = new ArrayList<>();

    /** @param servers who is at a client URL, alive or dead */
    SimulatedNetwork(SimulatedDatastore datastore, Function<String, Replica> servers) {
        this.datastore = datastore;
        this.servers = servers;
    }

    /** A channel of this replica to a client URL of another one, as of now. */
    ManagedChannel channel(Replica from, String url) {
        return new Channel(from, servers.apply(url));
    }

    private final class Channel extends ManagedChannel {

        private final Replica from;
        private final Replica to;
        private final List<SimulatedStream<?, ?>> opened = new ArrayList<>();
        private boolean shutdown;

        Channel(Replica from, Replica to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
            var stream = new SimulatedStream<>(method, datastore, from, to, to.handler(method));
            streams.removeIf(SimulatedStream::isOver);
            streams.add(stream);
            opened.add(stream);
            if (to.dead || datastore.happens(datastore.weather.refused())) {
                stream.cut(false, datastore.happens(700));
            }
            return stream.call();
        }

        @Override
        public ManagedChannel shutdown() {
            shutdown = true;
            return this;
        }

        @Override
        public ManagedChannel shutdownNow() {
            opened.forEach(SimulatedStream::hangUp);
            return shutdown();
        }

        @Override
        public boolean isShutdown() {
            return shutdown;
        }

        @Override
        public boolean isTerminated() {
            return shutdown;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return shutdown;
        }

        @Override
        public String authority() {
            return "simulated";
        }
    }

    /** Does something to one of the streams. */
    void disturb(RandomGenerator random) {
        if (streams.isEmpty()) {
            return;
        }
        SimulatedStream<?, ?> stream = streams.get(random.nextInt(streams.size()));
        switch (random.nextInt(3)) {
            case 0 -> stream.cut(random.nextBoolean(), random.nextBoolean());
            case 1 -> stream.standStill(random.nextBoolean(), true);
            default -> {
                stream.standStill(true, false);
                stream.standStill(false, false);
            }
        }
    }

    /** This replica is dead: who had a stream with it hears of that, unless its machine is gone too. */
    void died(Replica replica) {
        for (SimulatedStream<?, ?> stream : List.copyOf(streams)) {
            if (stream.isOf(replica)) {
                boolean tell = datastore.happens(700);
                stream.cut(tell, tell);
            }
        }
    }

    /** Loses nothing any more, and tells of what was lost. */
    void heal() {
        streams.forEach(SimulatedStream::heal);
    }
}
