package io.evenkeel.e2e.operator;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.e2e.tools.Await;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes one number after the other, each again for as long as the server says that it is unavailable, as clients of etcd do. Any other
 * answer ends it and fails the test.
 */
final class CountingClient implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();
    private static final ByteString KEY = ByteString.copyFromUtf8("registry/count");

    private final ManagedChannel channel;
    private final Thread thread = Thread.ofVirtual().unstarted(this::run);
    private volatile long written;
    private String stored = "";
    private volatile boolean stopped;
    private volatile @Nullable StatusRuntimeException failure;

    CountingClient(int port) {
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        thread.start();
    }

    private void run() {
        for (long next = 1; !stopped; ) {
            try {
                var _ = stub().put(PutRequest.newBuilder()
                        .setKey(KEY)
                        .setValue(ByteString.copyFromUtf8(Long.toString(next)))
                        .build());
                written = next++;
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
                    failure = e;
                    return;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private KVGrpc.KVBlockingStub stub() {
        return KVGrpc.newBlockingStub(channel).withWaitForReady().withDeadlineAfter(LIMIT);
    }

    /** Waits for a write that began after this was called. */
    void awaitMore() {
        long before = written;
        Await.until(() -> "more than " + before + " writes", LIMIT, () -> {
            check();
            return written > before + 1;
        });
    }

    /** Ends it; all that it was told is there. */
    void finish() throws InterruptedException {
        stopped = true;
        thread.join(LIMIT);
        check();
        Await.until("a read", LIMIT, () -> {
            try {
                stored = stub().range(RangeRequest.newBuilder().setKey(KEY).build())
                        .getKvs(0)
                        .getValue()
                        .toStringUtf8();
                return true;
            } catch (StatusRuntimeException e) {
                return e.getStatus().getCode() != Status.Code.UNAVAILABLE;
            }
        });
        if (!stored.equals(Long.toString(written))) {
            throw new AssertionError("told that " + written + " is written, found " + stored);
        }
    }

    private void check() {
        StatusRuntimeException seen = failure;
        if (seen != null) {
            throw new AssertionError("a write failed, and a client would not try it again", seen);
        }
    }

    @Override
    public void close() {
        stopped = true;
        channel.shutdownNow();
        try {
            var _ = channel.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
