package io.evenkeel.e2e.tools;

import io.evenkeel.api.proto.health.HealthCheckRequest;
import io.evenkeel.api.proto.health.HealthCheckResponse.ServingStatus;
import io.evenkeel.api.proto.health.HealthGrpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.time.Duration;

/** A real kine. */
public final class KineProcess implements ServerUnderTest {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration PROBE = Duration.ofSeconds(2);

    private final RunningProcess process;
    private final int port;

    private KineProcess(RunningProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one; it serves when this returns.
     *
     * @param endpoint the database, as kine spells it
     * @param folder where its log goes
     */
    public static KineProcess start(String endpoint, Path folder) {
        int port = FreePorts.take();
        RunningProcess process = Command.of(
                        GoTools.path("kine"),
                        "--endpoint=" + endpoint,
                        "--listen-address=127.0.0.1:" + port,
                        "--metrics-bind-address=0")
                .start(folder.resolve("kine.log"));
        var kine = new KineProcess(process, port);
        process.awaitUntil("health", START, kine::isServing);
        return kine;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return process.toString();
    }

    private boolean isServing() {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(host(), port).usePlaintext().build();
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
