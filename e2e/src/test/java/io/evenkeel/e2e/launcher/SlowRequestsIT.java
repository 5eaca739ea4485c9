package io.evenkeel.e2e.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a server says of requests that take longer than it was told to be quiet about. */
class SlowRequestsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int REQUESTS = 200;

    @Test
    void areNamedWithoutTheirValuesAndNotAllOfThem() {
        try (Scratch scratch = Scratch.create();
                EvenkeelProcess server = Backend.SQLITE
                        .fresh(scratch.folder("data"))
                        .serve(scratch.folder("server"), "--warning-unary-request-duration=1ns")) {
            put(server);

            Await.until("a line", LIMIT, () -> !lines(server).isEmpty());
            assertThat(lines(server).getFirst())
                    .containsPattern("etcdserverpb.KV/Put took \\d+ ms, OK: /registry/slow, request of \\d+ bytes");
            assertThat(lines(server)).hasSizeLessThan(REQUESTS / 2);
            assertThat(server.process().output()).doesNotContain("s3cret");
        }
    }

    @Test
    void areNotThereWhenNothingIsAskedFor() {
        try (Scratch scratch = Scratch.create();
                EvenkeelProcess server = Backend.SQLITE
                        .fresh(scratch.folder("data"))
                        .serve(scratch.folder("server"), "--warning-unary-request-duration=0")) {
            put(server);

            assertThat(lines(server)).isEmpty();
        }
    }

    private static void put(EvenkeelProcess server) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(server.host(), server.port())
                .usePlaintext()
                .build();
        try {
            for (int i = 0; i < REQUESTS; i++) {
                var _ = KVGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(LIMIT)
                        .put(PutRequest.newBuilder()
                                .setKey(ByteString.copyFromUtf8("/registry/slow"))
                                .setValue(ByteString.copyFromUtf8("s3cret"))
                                .build());
            }
        } finally {
            channel.shutdownNow();
        }
    }

    private static List<String> lines(EvenkeelProcess server) {
        return server.process()
                .output()
                .lines()
                .filter(line -> line.contains("KV/Put took "))
                .toList();
    }
}
