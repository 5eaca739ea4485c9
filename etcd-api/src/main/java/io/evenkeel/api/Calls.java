package io.evenkeel.api;

import io.evenkeel.mvcc.read.Room;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How unary calls are answered: on the thread that writes to their connection, so nothing here blocks, and with an error when
 * what they wait for does not come in time. The answers to a batch of writes are encoded by as many threads as there are, and
 * written together.
 */
final class Calls {

    private final CallTimeouts timeouts;
    private final AnswerBudget budget;
    private final Supplier<Executor> callThread;

    /**
     * @param budget for answers that have to be given room
     * @param callThread the one thread that writes to the connection of the call that is being made
     */
    Calls(CallTimeouts timeouts, AnswerBudget budget, Supplier<Executor> callThread) {
        this.timeouts = timeouts;
        this.budget = budget;
        this.callThread = callThread;
    }

    /**
     * Begins a call and answers it when the future it has begun completes.
     *
     * @param begin may refuse the call by an exception
     * @param encode makes the response of what the future brought
     */
    <T, R> void answer(
            StreamObserver<R> client, Supplier<CompletableFuture<T>> begin, Function<? super T, ? extends R> encode) {
        answer(client, begin, encode, true);
    }

    /**
     * Like {@link #answer(StreamObserver, Supplier, Function)}, for answers that may be large. To be called before the call's
     * method returns.
     *
     * @param begin is given the call's room, which it has until the client has the answer
     */
    <T, R> void answerInRoom(
            StreamObserver<R> client,
            Function<Room, CompletableFuture<T>> begin,
            Function<? super T, ? extends R> encode) {
        var call = (ServerCallStreamObserver<R>) client;
        AnswerBudget.CallRoom room = budget.open(CurrentCall.STAGES.get());
        call.setOnCloseHandler(room::close);
        call.setOnCancelHandler(room::close);
        answer(client, () -> begin.apply(room), encode, true);
    }

    /** Like {@link #answer}, for what may take as long as it takes. */
    <T, R> void answerHoweverLate(
            StreamObserver<R> client, Supplier<CompletableFuture<T>> begin, Function<? super T, ? extends R> encode) {
        answer(client, begin, encode, false);
    }

    private <T, R> void answer(
            StreamObserver<R> client,
            Supplier<CompletableFuture<T>> begin,
            Function<? super T, ? extends R> encode,
            boolean timed) {
        CompletableFuture<T> future;
        try {
            future = begin.get();
        } catch (RuntimeException e) {
            client.onError(GrpcErrors.of(e));
            return;
        }
        var call = new UnaryCall<T, R>(client, encode);
        if (future.isDone()) {
            var _ = future.whenComplete(call);
            return;
        }
        if (timed) {
            timeouts.add(call);
        }
        var _ = future.whenCompleteAsync(call, callThread.get());
    }

    private static final class UnaryCall<T, R> extends PendingCall implements BiConsumer<T, @Nullable Throwable> {

        private final StreamObserver<R> client;
        private final Function<? super T, ? extends R> encode;

        UnaryCall(StreamObserver<R> client, Function<? super T, ? extends R> encode) {
            this.client = client;
            this.encode = encode;
        }

        @Override
        public void accept(T result, @Nullable Throwable failure) {
            if (!claim() || isGone()) {
                return;
            }
            if (failure != null) {
                client.onError(GrpcErrors.of(failure));
                return;
            }
            R response;
            try {
                response = encode.apply(result);
            } catch (RuntimeException | Error e) {
                client.onError(GrpcErrors.of(e));
                return;
            }
            client.onNext(response);
            client.onCompleted();
        }

        @Override
        void timeOut() {
            client.onError(EtcdError.TIMEOUT.asException());
        }

        private boolean isGone() {
            return client instanceof ServerCallStreamObserver<R> call && call.isCancelled();
        }
    }
}
