package io.evenkeel.api;

import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.LeaseGrantResponse;
import io.evenkeel.api.proto.LeaseGrpc;
import io.evenkeel.api.proto.LeaseKeepAliveRequest;
import io.evenkeel.api.proto.LeaseKeepAliveResponse;
import io.evenkeel.api.proto.LeaseLeasesRequest;
import io.evenkeel.api.proto.LeaseLeasesResponse;
import io.evenkeel.api.proto.LeaseRevokeRequest;
import io.evenkeel.api.proto.LeaseRevokeResponse;
import io.evenkeel.api.proto.LeaseStatus;
import io.evenkeel.api.proto.LeaseTimeToLiveRequest;
import io.evenkeel.api.proto.LeaseTimeToLiveResponse;
import io.evenkeel.api.proto.ResponseHeader;
import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.lessor.GrantedLease;
import io.evenkeel.mvcc.lessor.LeaseState;
import io.evenkeel.mvcc.store.KeyValueStore;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** etcd's {@code Lease} service. */
final class LeaseService extends LeaseGrpc.LeaseImplBase {

    private final KeyValueStore store;
    private final Headers headers;
    private final Calls calls;
    private final CallTimeouts timeouts;
    private final Supplier<Executor> callThread;

    /** @param callThread the one thread that writes to the connection of the call that is being made */
    LeaseService(
            KeyValueStore store, Headers headers, Calls calls, CallTimeouts timeouts, Supplier<Executor> callThread) {
        this.store = store;
        this.headers = headers;
        this.calls = calls;
        this.timeouts = timeouts;
        this.callThread = callThread;
    }

    @Override
    public void leaseGrant(LeaseGrantRequest request, StreamObserver<LeaseGrantResponse> client) {
        calls.answer(
                client,
                () -> CurrentCall.inDatabase(store.lessor().grant(request.getID(), request.getTTL())),
                this::granted);
    }

    @Override
    public void leaseRevoke(LeaseRevokeRequest request, StreamObserver<LeaseRevokeResponse> client) {
        calls.answerInRoom(client, room -> store.lessor().revoke(request.getID(), room), this::revoked);
    }

    @Override
    public StreamObserver<LeaseKeepAliveRequest> leaseKeepAlive(StreamObserver<LeaseKeepAliveResponse> client) {
        return new KeepAliveStream(
                store.lessor(),
                this::header,
                timeouts,
                (ServerCallStreamObserver<LeaseKeepAliveResponse>) client,
                callThread.get());
    }

    @Override
    public void leaseTimeToLive(LeaseTimeToLiveRequest request, StreamObserver<LeaseTimeToLiveResponse> client) {
        calls.answer(
                client,
                () -> CurrentCall.inDatabase(store.lessor().timeToLive(request.getID(), request.getKeys())),
                state -> state(request.getID(), state));
    }

    @Override
    public void leaseLeases(LeaseLeasesRequest request, StreamObserver<LeaseLeasesResponse> client) {
        calls.answer(client, () -> CurrentCall.inDatabase(store.lessor().list()), this::leases);
    }

    private ResponseHeader header() {
        return headers.at(store.revision());
    }

    private LeaseGrantResponse granted(GrantedLease lease) {
        return LeaseGrantResponse.newBuilder()
                .setHeader(header())
                .setID(lease.id())
                .setTTL(lease.ttlSeconds())
                .build();
    }

    private LeaseRevokeResponse revoked(long revision) {
        return LeaseRevokeResponse.newBuilder().setHeader(headers.at(revision)).build();
    }

    /** A lease that is not there is not an error here, but has a TTL of -1. */
    private LeaseTimeToLiveResponse state(long id, Optional<LeaseState> state) {
        var response = LeaseTimeToLiveResponse.newBuilder().setHeader(header()).setID(id);
        if (state.isEmpty()) {
            return response.setTTL(-1).build();
        }
        LeaseState lease = state.get();
        response.setTTL(lease.remainingSeconds()).setGrantedTTL(lease.grantedTtlSeconds());
        for (Key key : lease.keys()) {
            response.addKeys(ByteArrays.wrap(key.unsafeBytes()));
        }
        return response.build();
    }

    private LeaseLeasesResponse leases(List<Long> ids) {
        var response = LeaseLeasesResponse.newBuilder().setHeader(header());
        for (long id : ids) {
            response.addLeases(LeaseStatus.newBuilder().setID(id));
        }
        return response.build();
    }
}
