package io.evenkeel.api.concurrency;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.LeaseGrpc;
import io.evenkeel.api.proto.ResponseHeader;
import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.api.proto.WatchGrpc;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client of this server within its process. Its calls block, and end with the call in whose {@link io.grpc.Context} they are
 * made; they do not count as calls of clients. Nothing of it exists before it is used.
 */
public final class OwnClient implements AutoCloseable {

    /** As etcd's sessions have where no lease is given. */
    private static final long LEASE_SECONDS = 60;

    private static final long IDLE_SECONDS = 10;

    private volatile @Nullable Thread thread;
    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::newThread);
    private List<? extends BindableService> services = List.of();
    private @Nullable Connection connection;
    private boolean closed;

    public OwnClient() {
        executor.allowCoreThreadTimeOut(true);
    }

    private record Connection(Server server, ManagedChannel channel) {}

    private Thread newThread(Runnable loop) {
        thread = Thread.ofPlatform().daemon().name("own-client").unstarted(loop);
        return thread;
    }

    /** The one thread that writes to the connection of the call that is being made: of this client's, or else what others say. */
    public Supplier<Executor> callThread(Supplier<Executor> others) {
        return () -> Thread.currentThread() == thread ? executor : others.get();
    }

    /** Says which services it calls; once, before it does. */
    public synchronized void use(List<? extends BindableService> services) {
        this.services = services;
    }

    private synchronized ManagedChannel channel() {
        if (closed) {
            throw Status.UNAVAILABLE.withDescription("the server is stopping").asRuntimeException();
        }
        Connection current = connection;
        if (current == null) {
            current = connect();
            connection = current;
        }
        return current.channel;
    }

    private Connection connect() {
        String name = InProcessServerBuilder.generateName();
        var builder = InProcessServerBuilder.forName(name).executor(executor);
        services.forEach(builder::addService);
        try {
            return new Connection(
                    builder.build().start(),
                    InProcessChannelBuilder.forName(name).build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    KVGrpc.KVBlockingStub kv() {
        return KVGrpc.newBlockingStub(channel());
    }

    /** Watches until it is closed. */
    KeyWatch watch(WatchCreateRequest request) {
        return new KeyWatch(WatchGrpc.newBlockingV2Stub(channel()).watch(), request);
    }

    /** The lease itself, or for 0 a new one of a minute, which the client has to renew. */
    public long lease(long given) {
        return given != 0
                ? given
                : LeaseGrpc.newBlockingStub(channel())
                        .leaseGrant(LeaseGrantRequest.newBuilder()
                                .setTTL(LEASE_SECONDS)
                                .build())
                        .getID();
    }

    /** Deletes one key. */
    public ResponseHeader delete(ByteString key) {
        return kv().deleteRange(DeleteRangeRequest.newBuilder().setKey(key).build())
                .getHeader();
    }

    /** Ends all calls as unavailable, and those that are yet to come. */
    @Override
    public synchronized void close() {
        closed = true;
        Connection current = connection;
        if (current != null) {
            current.channel.shutdownNow();
            current.server.shutdownNow();
        }
    }
}
