package io.evenkeel.api;

import io.evenkeel.api.peer.Writer;
import io.evenkeel.api.proto.peer.Write;
import io.evenkeel.api.proto.peer.Written;
import io.evenkeel.mvcc.read.Room;
import io.evenkeel.mvcc.store.KeyValueStore;
import java.util.concurrent.CompletableFuture;

/** Does writes in this process. */
final class LocalWriter implements Writer {

    private final KeyValueStore store;
    private final Responses responses;

    LocalWriter(KeyValueStore store, Responses responses) {
        this.store = store;
        this.responses = responses;
    }

    @Override
    public CompletableFuture<Written> write(Write request, Room room) {
        var response = Written.newBuilder();
        return switch (request.getRequestCase()) {
            case PUT ->
                store.write(Requests.put(request.getPut()), room)
                        .thenApply(outcome ->
                                response.setPut(responses.put(outcome)).build());
            case DELETE_RANGE ->
                store.write(Requests.deleteRange(request.getDeleteRange()), room)
                        .thenApply(outcome -> response.setDeleteRange(responses.deleteRange(outcome))
                                .build());
            case TXN ->
                store.write(Requests.txn(request.getTxn()), room)
                        .thenApply(outcome ->
                                response.setTxn(responses.txn(outcome)).build());
            case REQUEST_NOT_SET ->
                CompletableFuture.failedFuture(EtcdException.unimplemented("evenkeel: a write of an unknown kind"));
        };
    }
}
