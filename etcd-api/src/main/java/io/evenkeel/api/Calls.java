package io.evenkeel.api;

import io.evenkeel.mvcc.read.Room;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How unary calls are answered: on the thread that completes what they wait for, so nothing here blocks, and with an error
 * when it does not come in time.
 */
final class Calls {

    private final CallTimeouts timeouts;
    private final AnswerBudget budget;

    /** @param budget for answers that have to be given room */
    Calls(CallTimeouts timeouts, AnswerBudget budget) {
        this.timeouts = timeouts;
        this.budget = budget;
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
        if (timed && !future.isDone()) {
            timeouts.add(call);
        }
        var _ = future.whenComplete(call);
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
