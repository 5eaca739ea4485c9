package io.evenkeel.assembly.server;

import io.evenkeel.assembly.config.ClientUrl;
import io.evenkeel.assembly.config.ListenerConfig;
import io.evenkeel.assembly.http.HttpBesideGrpc;
import io.evenkeel.assembly.http.HttpEndpoints;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerStreamTracer;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The gRPC server on all client URLs, with etcd's limits. Calls run on Netty's event loops: the services never block, and a
 * hop to another thread would cost as much as the rest of a small request.
 */
final class ClientListeners {

    private static final int FLOW_CONTROL_WINDOW_BYTES = 4 << 20;

    private final List<Server> servers;

    private ClientListeners(List<Server> servers) {
        this.servers = servers;
    }

    /**
     * Listens on all addresses, those with TLS and those without.
     *
     * @param maxMessageBytes the largest message that a client may send
     * @param http answered to those who speak HTTP/1
     * @param tls for the addresses that are secure
     */
    static ClientListeners start(
            ListenerConfig config,
            int maxMessageBytes,
            List<BindableService> services,
            HttpEndpoints http,
            Optional<SslContext> tls,
            ServerStreamTracer.Factory callCounter)
            throws IOException {
        var servers = new ArrayList<Server>();
        try {
            for (boolean secure : new boolean[] {false, true}) {
                List<ClientUrl> urls = config.clientUrls().stream()
                        .filter(url -> url.isSecure() == secure)
                        .toList();
                if (!urls.isEmpty()) {
                    var negotiator = new HttpBesideGrpc(http, secure ? tls : Optional.empty());
                    NettyServerBuilder builder = builder(config, urls)
                            .protocolNegotiator(negotiator)
                            .addStreamTracerFactory(callCounter)
                            .maxInboundMessageSize(maxMessageBytes);
                    services.forEach(builder::addService);
                    servers.add(builder.build().start());
                }
            }
        } catch (IOException e) {
            servers.forEach(Server::shutdownNow);
            throw e;
        }
        return new ClientListeners(servers);
    }

    private static NettyServerBuilder builder(ListenerConfig config, List<ClientUrl> urls) {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(address(urls.getFirst()))
                .directExecutor()
                .maxConcurrentCallsPerConnection((int) Math.min(config.maxConcurrentStreams(), Integer.MAX_VALUE))
                .initialFlowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
                .permitKeepAliveTime(config.keepaliveMinTime().toNanos(), TimeUnit.NANOSECONDS)
                .permitKeepAliveWithoutCalls(false)
                .keepAliveTimeout(config.keepaliveTimeout().toNanos(), TimeUnit.NANOSECONDS);
        if (!config.keepaliveInterval().isZero()) {
            builder.keepAliveTime(config.keepaliveInterval().toNanos(), TimeUnit.NANOSECONDS);
        }
        urls.stream().skip(1).map(ClientListeners::address).forEach(builder::addListenAddress);
        return builder;
    }

    private static SocketAddress address(ClientUrl url) {
        return new InetSocketAddress(url.host(), url.port());
    }

    /** A port listened on; the one the system chose when it was configured as 0. */
    int port() {
        return servers.getFirst().getPort();
    }

    /** Ends all calls as unavailable and takes no new ones. */
    void cutOff() {
        servers.forEach(Server::shutdownNow);
    }

    /** Takes no new calls, lets those that can end do so, and after {@code graceMillis} cuts off the rest. */
    void stop(long graceMillis) {
        servers.forEach(Server::shutdown);
        boolean interrupted = false;
        for (Server server : servers) {
            try {
                if (!server.awaitTermination(graceMillis, TimeUnit.MILLISECONDS)) {
                    server.shutdownNow();
                    server.awaitTermination(graceMillis, TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                server.shutdownNow();
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
