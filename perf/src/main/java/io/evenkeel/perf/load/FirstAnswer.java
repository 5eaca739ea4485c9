package io.evenkeel.perf.load;

import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.RangeRequest;
import java.util.concurrent.TimeUnit;

/** The first request a server answers, by which it counts as started. */
public final class FirstAnswer {

    private static final long TIMEOUT_SECONDS = 60;

    private FirstAnswer() {}

    public static void await(Connection connection) {
        var get = RangeRequest.newBuilder().setKey(KeySpace.podsStart()).build();
        var _ = KVGrpc.newBlockingStub(connection.channel())
                .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .range(get);
    }
}
