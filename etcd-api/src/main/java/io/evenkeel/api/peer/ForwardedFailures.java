package io.evenkeel.api.peer;

import io.evenkeel.api.proto.peer.Failure;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.RefusedException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** What a client is told of a failure, on its way from the server that failed to the one it asked. */
final class ForwardedFailures {

    private final Function<Throwable, StatusRuntimeException> errors;

    /** @param errors what a client is told of a failure */
    ForwardedFailures(Function<Throwable, StatusRuntimeException> errors) {
        this.errors = errors;
    }

    /** Whether it was this server and not the write that failed, before anything was done. */
    boolean isNotTaken(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RefusedException refused
                && (refused.refusal() == Refusal.STOPPED || refused.refusal() == Refusal.UNAVAILABLE);
    }

    Failure encode(Throwable failure) {
        Status status = errors.apply(failure).getStatus();
        String description = status.getDescription();
        return Failure.newBuilder()
                .setGrpcStatus(status.getCode().value())
                .setMessage(description == null ? "" : description)
                .build();
    }

    static StatusRuntimeException decode(Failure failure) {
        return Status.fromCodeValue(failure.getGrpcStatus())
                .withDescription(failure.getMessage())
                .asRuntimeException();
    }
}
