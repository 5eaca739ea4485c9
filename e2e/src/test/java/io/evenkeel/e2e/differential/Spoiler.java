package io.evenkeel.e2e.differential;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A server's fault, made on the way back from a good server: the second answer that the fault fits is replaced, once.
 *
 * @param message what to deliver in place of an answer, if the fault fits it
 * @param status how to end in place of an end, if the fault fits it
 */
record Spoiler(
        Function<Object, Optional<List<Object>>> message,
        Function<Status, Optional<Status>> status,
        AtomicInteger occurrences)
        implements ClientInterceptor {

    private static final int SPOILED_OCCURRENCE = 2;

    /** Spoils one message of type {@code type}: {@code fault} returns what to deliver, or nothing where it does not fit. */
    static <T> Spoiler of(Class<T> type, Function<T, Optional<List<Object>>> fault) {
        return new Spoiler(
                it -> type.isInstance(it) ? fault.apply(type.cast(it)) : Optional.empty(),
                it -> Optional.empty(),
                new AtomicInteger());
    }

    static Spoiler ofStatus(Function<Status, Optional<Status>> fault) {
        return new Spoiler(it -> Optional.empty(), fault, new AtomicInteger());
    }

    boolean hasSpoiled() {
        return occurrences.get() >= SPOILED_OCCURRENCE;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<R> listener, Metadata headers) {
                super.start(spoiling(listener), headers);
            }
        };
    }

    private <R> ClientCall.Listener<R> spoiling(ClientCall.Listener<R> listener) {
        return new SimpleForwardingClientCallListener<>(listener) {
            @Override
            @SuppressWarnings("unchecked") // a fault replaces messages by messages of the same type
            public void onMessage(R response) {
                message.apply(response)
                        .filter(spoiled -> isTurn())
                        .orElse(List.of(response))
                        .forEach(each -> super.onMessage((R) each));
            }

            @Override
            public void onClose(Status end, Metadata trailers) {
                super.onClose(status.apply(end).filter(spoiled -> isTurn()).orElse(end), trailers);
            }
        };
    }

    private boolean isTurn() {
        return occurrences.incrementAndGet() == SPOILED_OCCURRENCE;
    }
}
