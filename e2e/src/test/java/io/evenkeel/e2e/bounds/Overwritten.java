package io.evenkeel.e2e.bounds;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.CompactionRequest;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.PutResponse;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Keys that were written twice, so that compaction makes half of what is stored superfluous. */
final class Overwritten implements AutoCloseable {

    private static final int VALUE_BYTES = 4000;
    private static final int AT_A_TIME = 64;

    private final ManagedChannel channel;
    private final int keys;
    private final Random random = new Random(1);
    private long revision;

    Overwritten(EvenkeelProcess server, int keys) {
        this.channel = NettyChannelBuilder.forAddress(server.host(), server.port())
                .usePlaintext()
                .build();
        this.keys = keys;
    }

    void writeTwice() {
        var room = new Semaphore(AT_A_TIME);
        for (int i = 0; i < 2 * keys; i++) {
            room.acquireUninterruptibly();
            var _ = put("k" + i % keys).whenComplete((done, failure) -> room.release());
        }
        room.acquireUninterruptibly(AT_A_TIME);
        revision = put("last").join();
    }

    /** Completes with the revision. */
    CompletableFuture<Long> put(String key) {
        var value = new byte[VALUE_BYTES];
        random.nextBytes(value);
        var answer = new CompletableFuture<Long>();
        KVGrpc.newStub(channel)
                .put(
                        PutRequest.newBuilder()
                                .setKey(ByteString.copyFromUtf8(key))
                                .setValue(ByteString.copyFrom(value))
                                .build(),
                        new StreamObserver<>() {
                            @Override
                            public void onNext(PutResponse response) {
                                answer.complete(response.getHeader().getRevision());
                            }

                            @Override
                            public void onError(Throwable failure) {
                                answer.completeExceptionally(failure);
                            }

                            @Override
                            public void onCompleted() {}
                        });
        return answer;
    }

    /** Returns when all that is superfluous is deleted. */
    void compact() {
        var _ = KVGrpc.newBlockingStub(channel)
                .compact(CompactionRequest.newBuilder()
                        .setRevision(revision)
                        .setPhysical(true)
                        .build());
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
