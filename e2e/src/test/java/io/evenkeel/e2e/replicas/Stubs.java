package io.evenkeel.e2e.replicas;

import io.evenkeel.api.proto.ClusterGrpc;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.LeaseGrpc;
import io.evenkeel.api.proto.LeaseKeepAliveRequest;
import io.evenkeel.api.proto.LeaseKeepAliveResponse;
import io.evenkeel.api.proto.MaintenanceGrpc;
import io.evenkeel.api.proto.MemberListRequest;
import io.evenkeel.api.proto.MemberListResponse;
import io.evenkeel.api.proto.StatusRequest;
import io.evenkeel.api.proto.StatusResponse;
import io.evenkeel.api.proto.WatchGrpc;
import io.evenkeel.e2e.tools.ServerUnderTest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** etcd's services of one server, called as they are: nothing is retried or balanced. */
record Stubs(ManagedChannel channel) implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    static Stubs of(ServerUnderTest server) {
        return new Stubs(NettyChannelBuilder.forAddress(server.host(), server.port())
                .usePlaintext()
                .build());
    }

    KVGrpc.KVBlockingStub kv() {
        return kv(LIMIT);
    }

    KVGrpc.KVBlockingStub kv(Duration deadline) {
        return KVGrpc.newBlockingStub(channel).withDeadlineAfter(deadline);
    }

    LeaseGrpc.LeaseBlockingStub lease(Duration deadline) {
        return LeaseGrpc.newBlockingStub(channel).withDeadlineAfter(deadline);
    }

    MaintenanceGrpc.MaintenanceBlockingStub maintenance(Duration deadline) {
        return MaintenanceGrpc.newBlockingStub(channel).withDeadlineAfter(deadline);
    }

    WatchGrpc.WatchStub watch() {
        return WatchGrpc.newStub(channel);
    }

    MemberListResponse members() {
        return ClusterGrpc.newBlockingStub(channel)
                .withDeadlineAfter(LIMIT)
                .memberList(MemberListRequest.getDefaultInstance());
    }

    StatusResponse status() {
        return MaintenanceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(LIMIT)
                .status(StatusRequest.getDefaultInstance());
    }

    /** One keepalive, on a stream of its own. */
    LeaseKeepAliveResponse keepAlive(LeaseKeepAliveRequest request, Duration deadline) {
        var answer = new CompletableFuture<LeaseKeepAliveResponse>();
        StreamObserver<LeaseKeepAliveRequest> requests = LeaseGrpc.newStub(channel)
                .withDeadlineAfter(deadline)
                .leaseKeepAlive(new StreamObserver<>() {
                    @Override
                    public void onNext(LeaseKeepAliveResponse response) {
                        answer.complete(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        answer.completeExceptionally(Status.UNKNOWN.asRuntimeException());
                    }
                });
        requests.onNext(request);
        requests.onCompleted();
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StatusRuntimeException status
                    ? status
                    : Status.fromThrowable(e).asRuntimeException();
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
