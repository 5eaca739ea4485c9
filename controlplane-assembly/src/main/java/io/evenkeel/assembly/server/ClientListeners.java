package io.evenkeel.assembly.server;

import io.evenkeel.assembly.config.ClientUrl;
import io.evenkeel.assembly.config.ListenerConfig;
import io.evenkeel.assembly.http.HttpBesideGrpc;
import io.evenkeel.assembly.http.HttpEndpoints;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerStreamTracer;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The gRPC server on all client URLs, with etcd's limits. Calls run on Netty's event loops: the services never block, and a
 * hop to another thread would cost as much as the rest of a small request.
 */
final class ClientListeners {

    private static final int FLOW_CONTROL_WINDOW_BYTES = 4 << 20;

    private final Server server;

    private ClientListeners(Server server) {
        this.server = server;
    }

    /**
     * @param maxMessageBytes the largest message that a client may send
     * @param http answered to those who speak HTTP/1
     */
    static ClientListeners start(
            ListenerConfig config,
            int maxMessageBytes,
            List<BindableService> services,
            HttpEndpoints http,
            ServerStreamTracer.Factory callCounter)
            throws IOException {
        List<ClientUrl> urls = config.clientUrls();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address(urls.getFirst()))
                .protocolNegotiator(new HttpBesideGrpc(http))
                .addStreamTracerFactory(callCounter)
                .directExecutor()
                .maxInboundMessageSize(maxMessageBytes)
                .maxConcurrentCallsPerConnection((int) Math.min(config.maxConcurrentStreams(), Integer.MAX_VALUE))
                .initialFlowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
                .permitKeepAliveTime(config.keepaliveMinTime().toNanos(), TimeUnit.NANOSECONDS)
                .permitKeepAliveWithoutCalls(false)
                .keepAliveTimeout(config.keepaliveTimeout().toNanos(), TimeUnit.NANOSECONDS);
        if (!config.keepaliveInterval().isZero()) {
            builder.keepAliveTime(config.keepaliveInterval().toNanos(), TimeUnit.NANOSECONDS);
        }
        urls.stream().skip(1).map(ClientListeners::address).forEach(builder::addListenAddress);
        services.forEach(builder::addService);
        return new ClientListeners(builder.build().start());
    }

    private static SocketAddress address(ClientUrl url) {
        return new InetSocketAddress(url.host(), url.port());
    }

    /** The port of the first URL; the one the system chose when it was configured as 0. */
    int port() {
        return server.getPort();
    }

    /** Ends all calls as unavailable and takes no new ones. */
    void cutOff() {
        server.shutdownNow();
    }

    /** Takes no new calls, lets those that can end do so, and after {@code graceMillis} cuts off the rest. */
    void stop(long graceMillis) {
        server.shutdown();
        boolean interrupted = false;
        try {
            if (!server.awaitTermination(graceMillis, TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
                server.awaitTermination(graceMillis, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
