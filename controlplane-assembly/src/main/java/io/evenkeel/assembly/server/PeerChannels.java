package io.evenkeel.assembly.server;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.util.Optional;

/** Opens channels to other servers of the store, at the client URLs that they advertise. What they call back may not block. */
final class PeerChannels {

    private final Optional<SslContext> tls;

    /** @param tls for addresses that are secure; without it what this machine trusts is trusted */
    PeerChannels(Optional<SslContext> tls) {
        this.tls = tls;
    }

    /** @throws IllegalArgumentException when {@code url} is no address that can be connected to */
    ManagedChannel open(String url) {
        URI uri = URI.create(url);
        if (uri.getHost() == null || uri.getPort() < 1) {
            throw new IllegalArgumentException("not of the form scheme://host:port");
        }
        var builder = NettyChannelBuilder.forAddress(uri.getHost(), uri.getPort())
                .directExecutor()
                .maxInboundMessageSize(Integer.MAX_VALUE);
        if (!"https".equals(uri.getScheme())) {
            builder.usePlaintext();
        } else if (tls.isPresent()) {
            builder.sslContext(tls.get());
        }
        return builder.build();
    }
}
