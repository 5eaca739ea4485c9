package io.evenkeel.api;

import io.evenkeel.api.proto.health.HealthCheckRequest;
import io.evenkeel.api.proto.health.HealthCheckResponse;
import io.evenkeel.api.proto.health.HealthCheckResponse.ServingStatus;
import io.evenkeel.api.proto.health.HealthGrpc;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** gRPC's health protocol for the server as a whole, which has the empty name; as in etcd there is no other. */
public final class HealthService extends HealthGrpc.HealthImplBase {

    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock, under which each is told of one change after the other. */
    private final Set<ServerCallStreamObserver<HealthCheckResponse>> watchers = new LinkedHashSet<>();

    private ServingStatus status = ServingStatus.SERVING;

    HealthService() {}

    /** Tells clients, and load balancers between them and us, whether to come here. */
    public void serving(boolean serving) {
        lock.lock();
        try {
            status = serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
            watchers.forEach(watcher -> watcher.onNext(response(status)));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> client) {
        if (!request.getService().isEmpty()) {
            client.onError(new EtcdException(Status.NOT_FOUND.withDescription("unknown service")));
            return;
        }
        client.onNext(response(status()));
        client.onCompleted();
    }

    /** Tells the status now and whenever it changes, until the client has enough of it. */
    @Override
    public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> client) {
        var watcher = (ServerCallStreamObserver<HealthCheckResponse>) client;
        if (!request.getService().isEmpty()) {
            watcher.setOnCancelHandler(() -> {});
            watcher.onNext(response(ServingStatus.SERVICE_UNKNOWN));
            return;
        }
        watcher.setOnCancelHandler(() -> forget(watcher));
        lock.lock();
        try {
            watchers.add(watcher);
            watcher.onNext(response(status));
        } finally {
            lock.unlock();
        }
    }

    private void forget(ServerCallStreamObserver<HealthCheckResponse> watcher) {
        lock.lock();
        try {
            watchers.remove(watcher);
        } finally {
            lock.unlock();
        }
    }

    private ServingStatus status() {
        lock.lock();
        try {
            return status;
        } finally {
            lock.unlock();
        }
    }

    private static HealthCheckResponse response(ServingStatus status) {
        return HealthCheckResponse.newBuilder().setStatus(status).build();
    }
}
