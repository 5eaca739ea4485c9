package io.evenkeel.e2e.replicas;

import io.evenkeel.api.proto.ClusterGrpc;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.MaintenanceGrpc;
import io.evenkeel.api.proto.MemberListRequest;
import io.evenkeel.api.proto.MemberListResponse;
import io.evenkeel.api.proto.StatusRequest;
import io.evenkeel.api.proto.StatusResponse;
import io.evenkeel.e2e.tools.ServerUnderTest;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;

/** etcd's services of one server, called as they are: nothing is retried or balanced. */
record Stubs(ManagedChannel channel) implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    static Stubs of(ServerUnderTest server) {
        return new Stubs(NettyChannelBuilder.forAddress(server.host(), server.port())
                .usePlaintext()
                .build());
    }

    KVGrpc.KVBlockingStub kv() {
        return KVGrpc.newBlockingStub(channel).withDeadlineAfter(LIMIT);
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

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
