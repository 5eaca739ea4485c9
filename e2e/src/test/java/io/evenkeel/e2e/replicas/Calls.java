package io.evenkeel.e2e.replicas;

import com.google.protobuf.Message;
import io.evenkeel.api.proto.CompactionRequest;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.HashKVRequest;
import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.LeaseKeepAliveRequest;
import io.evenkeel.api.proto.LeaseRevokeRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.e2e.history.Operation;
import io.evenkeel.e2e.history.Operation.Ending;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;

/** Makes calls for one client, one at a time, and records them. */
final class Calls {

    private final String client;
    private final Recording recording;
    private final Duration deadline;

    /** @param deadline after which a call is given up */
    Calls(String client, Recording recording, Duration deadline) {
        this.client = client;
        this.recording = recording;
        this.deadline = deadline;
    }

    /** Returns when the end is known, for certain or not. */
    Operation call(Endpoint endpoint, Message request) {
        long invoked = System.nanoTime();
        Ending ending;
        try {
            ending = new Ending.Answered(send(endpoint.stubs(), request));
        } catch (StatusRuntimeException e) {
            ending = ending(e.getStatus());
        }
        var operation = new Operation(client, endpoint.id(), request, invoked, System.nanoTime(), ending);
        recording.add(operation);
        return operation;
    }

    private Message send(Stubs stubs, Message request) {
        return switch (request) {
            case PutRequest put -> stubs.kv(deadline).put(put);
            case DeleteRangeRequest delete -> stubs.kv(deadline).deleteRange(delete);
            case TxnRequest txn -> stubs.kv(deadline).txn(txn);
            case RangeRequest range -> stubs.kv(deadline).range(range);
            case CompactionRequest compaction -> stubs.kv(deadline).compact(compaction);
            case LeaseGrantRequest grant -> stubs.lease(deadline).leaseGrant(grant);
            case LeaseRevokeRequest revoke -> stubs.lease(deadline).leaseRevoke(revoke);
            case LeaseKeepAliveRequest keep -> stubs.keepAlive(keep, deadline);
            case HashKVRequest hash -> stubs.maintenance(deadline).hashKV(hash);
            default -> throw new IllegalArgumentException("no such call: " + request);
        };
    }

    /**
     * What a client may conclude. Of what a server calls unavailable, "no leader" and "server stopped" say that nothing was
     * done; all else may have been sent and done.
     */
    static Ending ending(Status status) {
        String text = status.getCode() + ": " + status.getDescription();
        return switch (status.getCode()) {
            case INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    RESOURCE_EXHAUSTED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    DATA_LOSS,
                    UNAUTHENTICATED -> new Ending.Refused(text);
            case UNAVAILABLE ->
                text.endsWith("etcdserver: no leader") || text.endsWith("etcdserver: server stopped")
                        ? new Ending.Refused(text)
                        : new Ending.Open(text);
            case OK, CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, ABORTED, INTERNAL -> new Ending.Open(text);
        };
    }
}
