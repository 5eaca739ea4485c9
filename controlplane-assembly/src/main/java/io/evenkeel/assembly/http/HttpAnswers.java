package io.evenkeel.assembly.http;

import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelFutureListener;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.SimpleChannelInboundHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.FullHttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.FullHttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderValues;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponseStatus;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpUtil;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the HTTP/1 requests of one connection. On its event loop; what takes time is waited for without blocking it. */
final class HttpAnswers extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger logger = LoggerFactory.getLogger(HttpAnswers.class);

    private final HttpEndpoints endpoints;

    HttpAnswers(HttpEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        boolean stays = HttpUtil.isKeepAlive(request);
        if (request.decoderResult().isFailure()) {
            send(context, HttpAnswer.text(HttpResponseStatus.BAD_REQUEST.code(), "not a proper request\n"), false);
            return;
        }
        HttpRequest asked;
        try {
            asked = HttpRequest.of(request.method().name(), request.uri());
        } catch (IllegalArgumentException e) {
            send(context, HttpAnswer.text(HttpResponseStatus.BAD_REQUEST.code(), e.getMessage() + "\n"), false);
            return;
        }
        var _ = endpoints.answer(asked).whenComplete((answer, failure) -> {
            if (failure != null) {
                logger.error("An HTTP request failed", failure);
                var _ = context.close();
            } else {
                send(context, answer, stays);
            }
        });
    }

    private static void send(ChannelHandlerContext context, HttpAnswer answer, boolean stays) {
        byte[] body = answer.bytes();
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
                .set("X-Content-Type-Options", "nosniff")
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        if (answer.status() == HttpAnswer.METHOD_NOT_ALLOWED) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET");
        }
        if (!stays) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        var sent = context.writeAndFlush(response);
        if (!stays) {
            var _ = sent.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        logger.debug("A connection with an HTTP client broke: {}", failure.getMessage());
        var _ = context.close();
    }
}
