package io.evenkeel.api;

import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.watch.WatchMessage;
import io.evenkeel.watch.WatchStream;
import io.grpc.stub.ServerCallStreamObserver;

/** A gRPC call as the way out for a watch session. */
final class ClientWatchStream implements WatchStream {

    private final ServerCallStreamObserver<WatchResponse> client;
    private final WatchResponses responses;

    ClientWatchStream(ServerCallStreamObserver<WatchResponse> client, WatchResponses responses) {
        this.client = client;
        this.responses = responses;
    }

    @Override
    public boolean isReady() {
        return client.isReady();
    }

    @Override
    public void send(WatchMessage message) {
        responses.encode(message, client::onNext);
    }

    @Override
    public void close(Refusal reason) {
        client.onError(GrpcErrors.of(reason).asException());
    }
}
