package io.evenkeel.api.concurrency;

import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.api.proto.WatchRequest;
import io.evenkeel.api.proto.WatchResponse;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;

/** One watch, for one thread that waits for what it says. */
final class KeyWatch implements AutoCloseable {

    private final BlockingClientCall<WatchRequest, WatchResponse> call;

    KeyWatch(BlockingClientCall<WatchRequest, WatchResponse> call, WatchCreateRequest request) {
        this.call = call;
        try {
            call.write(WatchRequest.newBuilder().setCreateRequest(request).build());
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (StatusException e) {
            throw e.getStatus().asRuntimeException();
        }
    }

    /** What it says next, the first time that it is created; waits for it. */
    WatchResponse next() {
        try {
            WatchResponse response = call.read();
            if (response == null) {
                throw Status.UNAVAILABLE.withDescription("the watch has ended").asRuntimeException();
            }
            return response;
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (StatusException e) {
            throw e.getStatus().asRuntimeException();
        }
    }

    private static RuntimeException interrupted() {
        Thread.currentThread().interrupt();
        return Status.CANCELLED.withDescription("interrupted").asRuntimeException();
    }

    @Override
    public void close() {
        call.cancel("heard enough", null);
    }
}
