package io.evenkeel.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a client gets on a response stream, in order. Takes one response from the transport for each one asked for. */
final class Inbox<Q, R> implements ClientResponseObserver<Q, R> {

    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<R> responses = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private @Nullable ClientCallStreamObserver<Q> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> started) {
        call = started;
        started.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(R response) {
        responses.add(response);
    }

    @Override
    public void onError(Throwable failure) {
        end.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        end.complete(Status.OK);
    }

    /** Waits for the next response. */
    R next() throws InterruptedException {
        @Nullable R response = responses.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(response).as("a response, the stream having ended: %s", end).isNotNull();
        requireNonNull(call).request(1);
        return requireNonNull(response);
    }

    /** Asks for whatever is still to come; not for so much that the transport's counter overflows. */
    void takeAll() {
        requireNonNull(call).request(10_000);
    }

    void cancel() {
        requireNonNull(call).cancel("not wanted any more", null);
    }

    /** Waits for the end of the stream. */
    Status end() throws Exception {
        return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
