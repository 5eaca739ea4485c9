package io.evenkeel.api;

import io.evenkeel.api.proto.LeaseKeepAliveRequest;
import io.evenkeel.api.proto.LeaseKeepAliveResponse;
import io.evenkeel.api.proto.ResponseHeader;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.lessor.Lessor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * One client's stream of keepalives, answered in the order they came. Several may be on their way at once, so that the
 * leases of one stream are renewed together; the client is not read any further than that, nor beyond the answers it takes.
 *
 * <p>All of it is done by the thread that writes to the connection of the call.
 */
final class KeepAliveStream implements StreamObserver<LeaseKeepAliveRequest> {

    private static final int UNANSWERED = 256;

    private final Lessor lessor;
    private final Supplier<ResponseHeader> header;
    private final CallTimeouts timeouts;
    private final ServerCallStreamObserver<LeaseKeepAliveResponse> client;
    private final Executor callThread;
    private final ArrayDeque<Renewal> renewals = new ArrayDeque<>();

    private boolean halfClosed;
    private boolean ended;

    /**
     * To be called before the call's method returns.
     *
     * @param header the header of an answer about the present
     * @param callThread writes to the connection of the call, and calls this
     */
    KeepAliveStream(
            Lessor lessor,
            Supplier<ResponseHeader> header,
            CallTimeouts timeouts,
            ServerCallStreamObserver<LeaseKeepAliveResponse> client,
            Executor callThread) {
        this.lessor = lessor;
        this.header = header;
        this.timeouts = timeouts;
        this.client = client;
        this.callThread = callThread;
        client.setOnReadyHandler(this::send);
        client.setOnCancelHandler(this::end);
        client.disableAutoRequest();
        client.request(UNANSWERED);
    }

    @Override
    public void onNext(LeaseKeepAliveRequest request) {
        // The header comes first, so that its revision is not above that of a revocation which the renewal did not see.
        ResponseHeader before = header.get();
        var renewal = new Renewal(before, request.getID(), lessor.keepAlive(request.getID()));
        renewals.add(renewal);
        timeouts.add(renewal);
        var _ = renewal.ttl.whenCompleteAsync(
                (ttl, failure) -> {
                    renewal.claim();
                    send();
                },
                callThread);
    }

    @Override
    public void onError(Throwable gone) {
        end();
    }

    @Override
    public void onCompleted() {
        halfClosed = true;
        send();
    }

    private void end() {
        ended = true;
        renewals.clear();
    }

    private void send() {
        Renewal next = renewals.peek();
        while (next != null && next.ttl.isDone() && client.isReady()) {
            renewals.remove();
            send(next);
            next = renewals.peek();
        }
        if (halfClosed && !ended && renewals.isEmpty()) {
            ended = true;
            client.onCompleted();
        }
    }

    private void send(Renewal renewal) {
        if (renewal.ttl.isCompletedExceptionally()) {
            end();
            client.onError(GrpcErrors.of(renewal.ttl.exceptionNow()));
            return;
        }
        client.onNext(LeaseKeepAliveResponse.newBuilder()
                .setHeader(renewal.header)
                .setID(renewal.id)
                .setTTL(renewal.ttl.resultNow())
                .build());
        client.request(1);
    }

    private static final class Renewal extends PendingCall {

        private final ResponseHeader header;
        private final long id;

        /** Its own future: others may wait for the same renewal. */
        private final CompletableFuture<Long> ttl;

        Renewal(ResponseHeader header, long id, CompletableFuture<Long> ttl) {
            this.header = header;
            this.id = id;
            this.ttl = ttl.copy();
        }

        @Override
        void timeOut() {
            ttl.completeExceptionally(Refusal.TIMED_OUT.asException());
        }
    }
}
