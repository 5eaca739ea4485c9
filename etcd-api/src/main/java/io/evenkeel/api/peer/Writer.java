package io.evenkeel.api.peer;

import io.evenkeel.api.proto.peer.Write;
import io.evenkeel.api.proto.peer.Written;
import io.evenkeel.mvcc.read.Room;
import java.util.concurrent.CompletableFuture;

/** Does clients' writes, here or elsewhere. */
@FunctionalInterface
public interface Writer {

    /**
     * Completes with the response to the client, or exceptionally with what kept it from being done. Never blocks.
     *
     * @param room for the response, if it is made here
     */
    CompletableFuture<Written> write(Write request, Room room);
}
