package io.evenkeel.assembly.server;

import io.evenkeel.assembly.config.ClientUrl;
import io.evenkeel.assembly.config.ListenerConfig;
import io.evenkeel.assembly.http.ClientConnections;
import io.evenkeel.assembly.http.HttpBesideGrpc;
import io.evenkeel.assembly.http.HttpEndpoints;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
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
import java.util.function.Consumer;

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
     * @param loops run the calls
     * @param maxMessageBytes the largest message that a client may send
     * @param http answered to those who speak HTTP/1
     * @param connections where those of all addresses are counted
     * @param tls for the addresses that are secure
     * @param around what stands around every call
     */
    static ClientListeners start(
            ListenerConfig config,
            EventLoops loops,
            int maxMessageBytes,
            List<ServerServiceDefinition> services,
            HttpEndpoints http,
            ClientConnections connections,
            Optional<SslContext> tls,
            ServerStreamTracer.Factory callCounter,
            List<ServerInterceptor> around)
            throws IOException {
        var sockets = config.sockets().isEmpty()
                ? Optional.<UnixSockets>empty()
                : Optional.of(UnixSockets.prepare(config.sockets(), config.socketMode()));
        var listeners = new ClientListeners(new ArrayList<>());
        Consumer<NettyServerBuilder> common = builder -> {
            builder.addStreamTracerFactory(callCounter).maxInboundMessageSize(maxMessageBytes);
            around.forEach(builder::intercept);
            services.forEach(builder::addService);
        };
        try {
            for (boolean secure : new boolean[] {false, true}) {
                List<SocketAddress> addresses = config.ports().stream()
                        .filter(url -> url.isSecure() == secure)
                        .map(ClientListeners::address)
                        .toList();
                if (!addresses.isEmpty()) {
                    NettyServerBuilder builder = builder(config, addresses)
                            .protocolNegotiator(new HttpBesideGrpc(http, connections, secure ? tls : Optional.empty()));
                    loops.serve(builder);
                    common.accept(builder);
                    listeners.servers.add(builder.build().start());
                }
            }
            if (sockets.isPresent()) {
                NettyServerBuilder builder = builder(config, sockets.get().addresses())
                        .protocolNegotiator(new HttpBesideGrpc(http, connections, Optional.empty()));
                sockets.get().listenBy(builder, loops);
                common.accept(builder);
                listeners.servers.add(builder.build().start());
                sockets.get().open();
            }
        } catch (IOException | RuntimeException e) {
            listeners.cutOff();
            throw e;
        }
        return listeners;
    }

    private static NettyServerBuilder builder(ListenerConfig config, List<SocketAddress> addresses) {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(addresses.getFirst())
                .directExecutor()
                .maxConcurrentCallsPerConnection((int) Math.min(config.maxConcurrentStreams(), Integer.MAX_VALUE))
                .initialFlowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
                .permitKeepAliveTime(config.keepaliveMinTime().toNanos(), TimeUnit.NANOSECONDS)
                .permitKeepAliveWithoutCalls(false)
                .keepAliveTimeout(config.keepaliveTimeout().toNanos(), TimeUnit.NANOSECONDS);
        if (!config.keepaliveInterval().isZero()) {
            builder.keepAliveTime(config.keepaliveInterval().toNanos(), TimeUnit.NANOSECONDS);
        }
        addresses.stream().skip(1).forEach(builder::addListenAddress);
        return builder;
    }

    private static SocketAddress address(ClientUrl url) {
        return new InetSocketAddress(url.host(), url.port());
    }

    /** A port listened on, if there is one; the one the system chose when it was configured as 0. */
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
