package io.evenkeel.assembly.server;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.URI;

/** Opens channels to other servers of the store, at the client URLs that they advertise. What they call back may not block. */
final class PeerChannels {

    private PeerChannels() {}

    /** @throws IllegalArgumentException when {@code url} is no address that can be connected to */
    static ManagedChannel open(String url) {
        URI uri = URI.create(url);
        if (uri.getHost() == null || uri.getPort() < 1) {
            throw new IllegalArgumentException("not of the form scheme://host:port");
        }
        var builder = NettyChannelBuilder.forAddress(uri.getHost(), uri.getPort())
                .directExecutor()
                .maxInboundMessageSize(Integer.MAX_VALUE);
        return ("https".equals(uri.getScheme()) ? builder.useTransportSecurity() : builder.usePlaintext()).build();
    }
}
