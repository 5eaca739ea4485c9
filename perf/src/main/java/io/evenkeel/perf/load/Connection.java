package io.evenkeel.perf.load;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One connection to a server, as one API server has. All its calls are answered on the one event loop it belongs to, which
 * alone writes its latencies while a load runs.
 */
public final class Connection implements AutoCloseable {

    private static final int MAX_MESSAGE_BYTES = 64 << 20;

    private final int server;
    private final ManagedChannel channel;
    private final Latencies latencies = new Latencies();

    private Connection(int server, int port) {
        this.server = server;
        // No retries, no tracing: what a call does not need, the generator need not pay for.
        this.channel = NettyChannelBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .usePlaintext()
                .directExecutor()
                .disableRetry()
                .maxTraceEvents(0)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .build();
    }

    /** To one server after the other, as many to each. */
    public static List<Connection> open(List<Integer> ports, int connections) {
        if (connections % ports.size() != 0) {
            throw new IllegalArgumentException(
                    connections + " connections cannot be spread evenly over " + ports.size() + " servers");
        }
        return IntStream.range(0, connections)
                .mapToObj(i -> new Connection(i % ports.size(), ports.get(i % ports.size())))
                .toList();
    }

    /** The number of the server, from 0. */
    int server() {
        return server;
    }

    Channel channel() {
        return channel;
    }

    Latencies latencies() {
        return latencies;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
