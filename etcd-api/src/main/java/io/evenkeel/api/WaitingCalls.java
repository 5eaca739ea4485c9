package io.evenkeel.api;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * How calls are answered whose work waits, for as long as it takes: on threads of their own, which are told when the client has
 * gone by the failure of what they do for it.
 */
final class WaitingCalls {

    private final Executor blocking;

    /** @param blocking virtual threads */
    WaitingCalls(Executor blocking) {
        this.blocking = blocking;
    }

    <R> void answer(StreamObserver<R> client, Supplier<R> work) {
        // Or the answer to a client that has gone would be a failure of the server.
        ((ServerCallStreamObserver<R>) client).setOnCancelHandler(() -> {});
        run(() -> {
            R response;
            try {
                response = work.get();
            } catch (RuntimeException | Error e) {
                client.onError(ofOwnCall(e));
                return;
            }
            client.onNext(response);
            client.onCompleted();
        });
    }

    /** Runs what belongs to the call that is being made. */
    void run(Runnable work) {
        blocking.execute(Context.current().wrap(work));
    }

    /**
     * A failure as etcd's servers pass it on from a call of their own: in the same words, but as an unknown error, except what
     * says nothing of the request.
     */
    static StatusRuntimeException ofOwnCall(Throwable failure) {
        StatusRuntimeException known = GrpcErrors.of(failure);
        return switch (known.getStatus().getCode()) {
            case CANCELLED, DEADLINE_EXCEEDED, UNAVAILABLE, RESOURCE_EXHAUSTED, INTERNAL -> known;
            default -> unknown(String.valueOf(known.getStatus().getDescription()));
        };
    }

    static EtcdException unknown(String text) {
        return new EtcdException(Status.UNKNOWN.withDescription(text));
    }
}
