package io.evenkeel.e2e.replicas;

import io.grpc.EquivalentAddressGroup;
import io.grpc.ManagedChannel;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All servers there may be, behind one channel that takes turns among those it has a connection to: what etcd's client makes of
 * several endpoints.
 */
final class BalancedEndpoint implements Endpoint, AutoCloseable {

    private static final String SCHEME = "ports";

    static {
        NameResolverRegistry.getDefaultRegistry().register(new Ports());
    }

    private final List<ManagedChannel> channels;

    private BalancedEndpoint(List<ManagedChannel> channels) {
        this.channels = channels;
    }

    static BalancedEndpoint of(List<Node> nodes) {
        String ports = nodes.stream().map(node -> Integer.toString(node.port())).collect(Collectors.joining(","));
        String target = SCHEME + ":///" + ports;
        return new BalancedEndpoint(List.of(channel(target), channel(target)));
    }

    private static ManagedChannel channel(String target) {
        return NettyChannelBuilder.forTarget(target)
                .defaultLoadBalancingPolicy("round_robin")
                .usePlaintext()
                .build();
    }

    @Override
    public int id() {
        return -1;
    }

    @Override
    public Stubs stubs() {
        return new Stubs(channels.getFirst());
    }

    @Override
    public Stubs watchStubs() {
        return new Stubs(channels.getLast());
    }

    /** Looks at once for servers that were not there when it last looked. */
    void look() {
        channels.forEach(ManagedChannel::resetConnectBackoff);
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }

    /** Targets that name ports of this machine. */
    private static final class Ports extends NameResolverProvider {

        @Override
        protected boolean isAvailable() {
            return true;
        }

        @Override
        protected int priority() {
            return 5;
        }

        @Override
        public String getDefaultScheme() {
            return SCHEME;
        }

        @Override
        public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
            return Set.of(InetSocketAddress.class);
        }

        @Override
        public NameResolver newNameResolver(URI target, NameResolver.Args args) {
            List<EquivalentAddressGroup> addresses = Stream.of(
                            target.getPath().substring(1).split(","))
                    .map(port -> new EquivalentAddressGroup(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port))))
                    .toList();
            return new NameResolver() {
                @Override
                public String getServiceAuthority() {
                    return "127.0.0.1";
                }

                @Override
                public void start(Listener2 listener) {
                    listener.onResult(ResolutionResult.newBuilder()
                            .setAddressesOrError(StatusOr.fromValue(addresses))
                            .build());
                }

                @Override
                public void shutdown() {}
            };
        }
    }
}
