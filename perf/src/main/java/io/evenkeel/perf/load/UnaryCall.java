package io.evenkeel.perf.load;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A unary call without the observers in between that a stub would add. */
final class UnaryCall<A> extends ClientCall.Listener<A> {

    private final Consumer<A> onAnswer;
    private final Consumer<Throwable> onFailure;
    private @Nullable A answer;

    private UnaryCall(Consumer<A> onAnswer, Consumer<Throwable> onFailure) {
        this.onAnswer = onAnswer;
        this.onFailure = onFailure;
    }

    /** Sends {@code request}; one of the two is told on the connection's event loop. */
    static <Q, A> void send(
            Channel channel,
            MethodDescriptor<Q, A> method,
            Q request,
            Consumer<A> onAnswer,
            Consumer<Throwable> onFailure) {
        ClientCall<Q, A> call = channel.newCall(method, CallOptions.DEFAULT);
        call.start(new UnaryCall<>(onAnswer, onFailure), new Metadata());
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
    }

    @Override
    public void onMessage(A message) {
        answer = message;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        A message = answer;
        if (!status.isOk() || message == null) {
            onFailure.accept(status.asRuntimeException(trailers));
            return;
        }
        try {
            onAnswer.accept(message);
        } catch (RuntimeException | AssertionError e) {
            onFailure.accept(e);
        }
    }
}
