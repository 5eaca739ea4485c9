package io.evenkeel.api;

import io.evenkeel.api.proto.AuthGrpc;
import io.evenkeel.api.proto.AuthStatusRequest;
import io.evenkeel.api.proto.AuthStatusResponse;
import io.evenkeel.api.proto.AuthenticateRequest;
import io.evenkeel.api.proto.AuthenticateResponse;
import io.evenkeel.mvcc.store.KeyValueStore;
import io.grpc.stub.StreamObserver;

/** etcd's {@code Auth} service of a server on which authentication was never enabled. What it lacks is unimplemented. */
final class AuthService extends AuthGrpc.AuthImplBase {

    /** etcd's revision of users and roles before the first change. */
    private static final long FIRST_REVISION = 1;

    private final KeyValueStore store;
    private final Headers headers;

    AuthService(KeyValueStore store, Headers headers) {
        this.store = store;
        this.headers = headers;
    }

    @Override
    public void authStatus(AuthStatusRequest request, StreamObserver<AuthStatusResponse> client) {
        client.onNext(AuthStatusResponse.newBuilder()
                .setHeader(headers.at(store.revision()))
                .setEnabled(false)
                .setAuthRevision(FIRST_REVISION)
                .build());
        client.onCompleted();
    }

    @Override
    public void authenticate(AuthenticateRequest request, StreamObserver<AuthenticateResponse> client) {
        client.onError(EtcdError.AUTH_NOT_ENABLED.asException());
    }
}
