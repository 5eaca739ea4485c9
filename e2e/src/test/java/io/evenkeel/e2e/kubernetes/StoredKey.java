package io.evenkeel.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.LeaseGrpc;
import io.evenkeel.api.proto.LeaseTimeToLiveRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.e2e.tools.ServerUnderTest;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.function.Function;

/**
 * What an API server has written, as its datastore knows it.
 *
 * @param lease the one it ends with
 */
record StoredKey(String name, long lease) {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final long NO_SUCH_LEASE = -1;

    /** Read from one server; it has to be there. */
    static StoredKey read(ServerUnderTest server, String name) {
        RangeResponse found = ask(
                server,
                channel -> KVGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(LIMIT)
                        .range(RangeRequest.newBuilder()
                                .setKey(ByteString.copyFromUtf8(name))
                                .build()));
        assertThat(found.getKvsList()).as(name).hasSize(1);
        return new StoredKey(name, found.getKvs(0).getLease());
    }

    /** Whether a server knows that lease no more. */
    boolean hasLostLease(ServerUnderTest server) {
        return ask(
                                server,
                                channel -> LeaseGrpc.newBlockingStub(channel)
                                        .withDeadlineAfter(LIMIT)
                                        .leaseTimeToLive(LeaseTimeToLiveRequest.newBuilder()
                                                .setID(lease)
                                                .build()))
                        .getTTL()
                == NO_SUCH_LEASE;
    }

    private static <T> T ask(ServerUnderTest server, Function<ManagedChannel, T> question) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .build();
        try {
            return question.apply(channel);
        } finally {
            channel.shutdownNow();
        }
    }
}
