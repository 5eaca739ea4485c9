package io.evenkeel.e2e.tools;

import io.evenkeel.api.proto.health.HealthCheckRequest;
import io.evenkeel.api.proto.health.HealthCheckResponse.ServingStatus;
import io.evenkeel.api.proto.health.HealthGrpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;

/** Asks servers by gRPC's health service, since an open port may be a passer-by's. */
final class GrpcHealth {

    private static final Duration PROBE = Duration.ofSeconds(2);

    private GrpcHealth() {}

    static boolean isServing(ServerUnderTest server) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(server.host(), server.port())
                .usePlaintext()
                .build();
        try {
            return HealthGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(PROBE)
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus()
                    == ServingStatus.SERVING;
        } catch (StatusRuntimeException notYet) {
            return false;
        } finally {
            channel.shutdownNow();
        }
    }
}
