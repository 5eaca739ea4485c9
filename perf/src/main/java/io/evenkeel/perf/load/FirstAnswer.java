package io.evenkeel.perf.load;

import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The first request a server answers, by which it counts as started. */
public final class FirstAnswer {

    private static final long TIMEOUT_SECONDS = 60;

    private FirstAnswer() {}

    public static void await(Connection connection) {
        var answer = new CompletableFuture<RangeResponse>();
        var get = RangeRequest.newBuilder().setKey(KeySpace.podsStart()).build();
        UnaryCall.send(
                connection.channel(),
                KVGrpc.getRangeMethod(),
                get,
                answer::complete,
                answer::completeExceptionally);
        answer.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }
}
