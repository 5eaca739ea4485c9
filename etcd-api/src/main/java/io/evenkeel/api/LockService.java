package io.evenkeel.api;

import com.google.protobuf.ByteString;
import io.evenkeel.api.concurrency.KeyQueue;
import io.evenkeel.api.concurrency.KeyQueue.Place;
import io.evenkeel.api.concurrency.OwnClient;
import io.evenkeel.api.proto.LockGrpc;
import io.evenkeel.api.proto.LockRequest;
import io.evenkeel.api.proto.LockResponse;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.ResponseHeader;
import io.evenkeel.api.proto.UnlockRequest;
import io.evenkeel.api.proto.UnlockResponse;
import io.grpc.stub.StreamObserver;

/** etcd's {@code Lock} service: locks that last as long as a lease. */
final class LockService extends LockGrpc.LockImplBase {

    private final OwnClient client;
    private final WaitingCalls calls;

    LockService(OwnClient client, WaitingCalls calls) {
        this.client = client;
        this.calls = calls;
    }

    @Override
    public void lock(LockRequest request, StreamObserver<LockResponse> caller) {
        calls.answer(caller, () -> lock(request));
    }

    private LockResponse lock(LockRequest request) {
        var queue = new KeyQueue(client, request.getName());
        Place place = queue.join(client.lease(request.getLease()), ByteString.EMPTY);
        if (place.first()) {
            return locked(place.header(), place);
        }
        RangeResponse mine;
        try {
            queue.awaitTurn(place);
            mine = queue.look(place);
        } catch (RuntimeException e) {
            queue.abandon(place);
            throw e;
        }
        if (mine.getKvsCount() == 0) {
            throw WaitingCalls.unknown("mutex: session is expired");
        }
        return locked(mine.getHeader(), place);
    }

    private static LockResponse locked(ResponseHeader header, Place place) {
        return LockResponse.newBuilder().setHeader(header).setKey(place.key()).build();
    }

    @Override
    public void unlock(UnlockRequest request, StreamObserver<UnlockResponse> caller) {
        calls.answer(
                caller,
                () -> UnlockResponse.newBuilder()
                        .setHeader(client.delete(request.getKey()))
                        .build());
    }
}
