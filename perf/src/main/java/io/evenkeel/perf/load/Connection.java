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

    private final ManagedChannel channel;
    private final Latencies latencies = new Latencies();

    private Connection(int port) {
        // No retries, no tracing: what a call does not need, the generator need not pay for.
        this.channel = NettyChannelBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .usePlaintext()
                .directExecutor()
                .disableRetry()
                .maxTraceEvents(0)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .build();
    }

    public static List<Connection> open(int port, int connections) {
        return IntStream.range(0, connections)
                .mapToObj(i -> new Connection(port))
                .toList();
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
