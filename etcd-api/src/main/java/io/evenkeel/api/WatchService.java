package io.evenkeel.api;

import io.evenkeel.api.proto.WatchGrpc;
import io.evenkeel.api.proto.WatchRequest;
import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.watch.WatchHub;
import io.evenkeel.watch.WatchSession;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** etcd's {@code Watch} service: one session of the hub for each stream. */
final class WatchService extends WatchGrpc.WatchImplBase {

    private final WatchHub hub;
    private final WatchResponses responses;
    private final Supplier<Executor> callThread;

    /** @param callThread the one thread that writes to the connection of the call that is being made */
    WatchService(WatchHub hub, WatchResponses responses, Supplier<Executor> callThread) {
        this.hub = hub;
        this.responses = responses;
        this.callThread = callThread;
    }

    @Override
    public StreamObserver<WatchRequest> watch(StreamObserver<WatchResponse> client) {
        var call = (ServerCallStreamObserver<WatchResponse>) client;
        WatchSession session = hub.open(new ClientWatchStream(call, responses, callThread.get()));
        call.setOnReadyHandler(session::drain);
        call.setOnCancelHandler(session::close);
        return new Requests(session);
    }

    /** What the client says. A client that has said all it wants goes on being told what it watches. */
    private record Requests(WatchSession session) implements StreamObserver<WatchRequest> {

        @Override
        public void onNext(WatchRequest request) {
            switch (request.getRequestUnionCase()) {
                case CREATE_REQUEST -> session.create(WatchRequests.of(request.getCreateRequest()));
                case CANCEL_REQUEST -> session.cancel(request.getCancelRequest().getWatchId());
                case PROGRESS_REQUEST -> session.requestProgress();
                case REQUESTUNION_NOT_SET -> {}
            }
        }

        @Override
        public void onError(Throwable gone) {
            session.close();
        }

        @Override
        public void onCompleted() {}
    }
}
