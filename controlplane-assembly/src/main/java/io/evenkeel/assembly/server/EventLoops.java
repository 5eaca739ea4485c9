package io.evenkeel.assembly.server;

import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of all connections, those with clients and those with other servers: as many as there are processors. A connection
 * stays with one of them, which does all that is called on it and writes what is answered.
 */
final class EventLoops implements AutoCloseable {

    private static final long QUIET_MILLIS = 0;
    private static final long TIMEOUT_MILLIS = 2_000;

    private final EventLoopGroup accepting;
    private final EventLoopGroup serving;
    private final Class<? extends ServerChannel> serverChannel;
    private final Class<? extends Channel> channel;

    private EventLoops(
            IoHandlerFactory io, Class<? extends ServerChannel> serverChannel, Class<? extends Channel> channel) {
        this.accepting = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("accept", true), io);
        this.serving = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(), new DefaultThreadFactory("event-loop", true), io);
        this.serverChannel = serverChannel;
        this.channel = channel;
    }

    static EventLoops start() {
        return Epoll.isAvailable()
                ? new EventLoops(EpollIoHandler.newFactory(), EpollServerSocketChannel.class, EpollSocketChannel.class)
                : new EventLoops(NioIoHandler.newFactory(), NioServerSocketChannel.class, NioSocketChannel.class);
    }

    /** Serves connections over TCP. */
    void serve(NettyServerBuilder builder) {
        serve(builder, serverChannel);
    }

    /** Serves connections over sockets in the file system, where {@link Epoll} is there. */
    void serveSockets(NettyServerBuilder builder) {
        serve(builder, EpollServerDomainSocketChannel.class);
    }

    private void serve(NettyServerBuilder builder, Class<? extends ServerChannel> type) {
        builder.channelType(type).bossEventLoopGroup(accepting).workerEventLoopGroup(serving);
    }

    /** Connects on one of them. */
    EventLoop connect(NettyChannelBuilder builder) {
        EventLoop loop = serving.next();
        builder.channelType(channel).eventLoopGroup(loop);
        return loop;
    }

    /** The one that runs this. */
    Executor current() {
        for (EventExecutor loop : serving) {
            if (loop.inEventLoop()) {
                return loop;
            }
        }
        throw new IllegalStateException(Thread.currentThread() + " is no event loop");
    }

    /** To be called when nothing is served and nobody is called any more. */
    @Override
    public void close() {
        var _ = accepting.shutdownGracefully(QUIET_MILLIS, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        var _ = serving.shutdownGracefully(QUIET_MILLIS, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }
}
