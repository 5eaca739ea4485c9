package io.evenkeel.assembly.http;

import io.evenkeel.api.ClientConnection;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.shaded.io.grpc.netty.ProtocolNegotiationEvent;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.handler.codec.ByteToMessageDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpObjectAggregator;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpServerCodec;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.util.AsciiString;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Serves HTTP/1 on the ports of a gRPC server, as etcd does: what a connection begins with tells which of the two it is. Uses
 * what grpc-java keeps for those who know what they do; there is no other way to share a port.
 */
public final class HttpBesideGrpc implements InternalProtocolNegotiator.ProtocolNegotiator {

    /** An HTTP/2 connection begins with {@code PRI * HTTP/2.0}, and no method of HTTP/1 with these letters. */
    private static final byte[] HTTP2 = {'P', 'R', 'I'};

    private static final AsciiString HTTPS = AsciiString.of("https");
    private static final int MOST_REQUEST_BYTES = 64 << 10;

    private final InternalProtocolNegotiator.ProtocolNegotiator grpc = InternalProtocolNegotiators.serverPlaintext();
    private final HttpEndpoints endpoints;
    private final ClientConnections connections;
    private final Optional<SslContext> tls;

    /** @param tls beneath both, where it is spoken at all */
    public HttpBesideGrpc(HttpEndpoints endpoints, ClientConnections connections, Optional<SslContext> tls) {
        this.endpoints = endpoints;
        this.connections = connections;
        this.tls = tls;
    }

    @Override
    public AsciiString scheme() {
        return tls.isPresent() ? HTTPS : grpc.scheme();
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler handler) {
        return new FirstBytes(grpc.newHandler(handler));
    }

    @Override
    public void close() {
        grpc.close();
    }

    /** Tells the services what to close when a client has to go. */
    private static ProtocolNegotiationEvent withConnection(ProtocolNegotiationEvent negotiation, Channel channel) {
        // From the first of the handlers: gRPC's would wait for the calls to end.
        ClientConnection connection = () -> {
            var _ = channel.pipeline().firstContext().close();
        };
        return InternalProtocolNegotiationEvent.withAttributes(
                negotiation,
                InternalProtocolNegotiationEvent.getAttributes(negotiation).toBuilder()
                        .set(ClientConnection.KEY, connection)
                        .build());
    }

    /** Waits for the first bytes, and hands them and the connection on to whom they are meant for. */
    private final class FirstBytes extends ByteToMessageDecoder {

        private final ChannelHandler grpcHandler;

        /** What starts the negotiation; kept for whoever comes after this handler. */
        private @Nullable Object started;

        FirstBytes(ChannelHandler grpcHandler) {
            this.grpcHandler = grpcHandler;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            if (!connections.admit(context.channel())) {
                var _ = context.close();
                return;
            }
            tls.ifPresent(ssl -> context.pipeline().addBefore(context.name(), "tls", ssl.newHandler(context.alloc())));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ProtocolNegotiationEvent negotiation) {
                started = withConnection(negotiation, context.channel());
            } else {
                context.fireUserEventTriggered(event);
            }
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            int known = Math.min(in.readableBytes(), HTTP2.length);
            boolean isHttp2 = true;
            for (int i = 0; i < known; i++) {
                isHttp2 &= in.getByte(in.readerIndex() + i) == HTTP2[i];
            }
            if (!isHttp2) {
                String own = context.name();
                context.pipeline().addAfter(own, "http-answers", new HttpAnswers(endpoints));
                context.pipeline().addAfter(own, "http-requests", new HttpObjectAggregator(MOST_REQUEST_BYTES));
                context.pipeline().addAfter(own, "http", new HttpServerCodec());
                context.pipeline().remove(this);
            } else if (known == HTTP2.length) {
                context.pipeline().addAfter(context.name(), null, grpcHandler);
                if (started != null) {
                    context.fireUserEventTriggered(started);
                }
                context.pipeline().remove(this);
            }
        }
    }
}
