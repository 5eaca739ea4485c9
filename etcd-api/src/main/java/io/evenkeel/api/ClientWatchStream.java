package io.evenkeel.api;

import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.watch.WatchMessage;
import io.evenkeel.watch.WatchStream;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.Executor;

/** A gRPC call as the way out for a watch session: what it is sent is encoded and written by the thread of its connection. */
final class ClientWatchStream implements WatchStream {

    private final ServerCallStreamObserver<WatchResponse> client;
    private final WatchResponses responses;
    private final Executor callThread;

    /** @param callThread writes to the connection of the call */
    ClientWatchStream(ServerCallStreamObserver<WatchResponse> client, WatchResponses responses, Executor callThread) {
        this.client = client;
        this.responses = responses;
        this.callThread = callThread;
    }

    @Override
    public void execute(Runnable sending) {
        callThread.execute(sending);
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
