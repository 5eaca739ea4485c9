package io.evenkeel.assembly.server;

import io.evenkeel.api.peer.PeerChannel;
import io.evenkeel.api.peer.Peers;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Opens channels to other servers of the store, at the client URLs that they advertise. What they call back may not block. */
final class PeerChannels implements Peers {

    /** The least that gRPC pings at, and how long it waits for the answer. */
    private static final Duration PING_INTERVAL = Duration.ofSeconds(10);

    private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);

    private final EventLoops loops;
    private final Optional<SslContext> tls;
    private final Duration pingInterval;

    /**
     * @param loops run what is called
     * @param tls for addresses that are secure; without it what this machine trusts is trusted
     * @param pingMinInterval how often servers take pings at most. Who only listens would never notice that nothing arrives any more
     */
    PeerChannels(EventLoops loops, Optional<SslContext> tls, Duration pingMinInterval) {
        this.loops = loops;
        this.tls = tls;
        this.pingInterval = pingMinInterval.compareTo(PING_INTERVAL) > 0 ? pingMinInterval : PING_INTERVAL;
    }

    @Override
    public PeerChannel open(String url) {
        URI uri = URI.create(url);
        if (uri.getHost() == null || uri.getPort() < 1) {
            throw new IllegalArgumentException("not of the form scheme://host:port");
        }
        var builder = NettyChannelBuilder.forAddress(uri.getHost(), uri.getPort())
                .directExecutor()
                .keepAliveTime(pingInterval.toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(PING_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)
                .maxInboundMessageSize(Integer.MAX_VALUE);
        if (!"https".equals(uri.getScheme())) {
            builder.usePlaintext();
        } else if (tls.isPresent()) {
            builder.sslContext(tls.get());
        }
        EventLoop loop = loops.connect(builder);
        return new PeerChannel(builder.build(), loop);
    }
}
