package io.evenkeel.assembly.migrate;

import io.evenkeel.api.proto.LeaseGrpc;
import io.evenkeel.api.proto.LeaseKeepAliveRequest;
import io.evenkeel.api.proto.LeaseKeepAliveResponse;
import io.evenkeel.mvcc.log.StoredLease;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps leases of an etcd alive while a migration goes on: whoever holds them is stopped by then, and a lease that expires takes its
 * keys with it. Everything happens on a thread of its own.
 */
final class LeaseKeeper implements AutoCloseable {

    private final EtcdClient client;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("leases").factory());

    /** When each lease is to be renewed next, by {@link System#nanoTime}. */
    private final Map<StoredLease, Long> due = new HashMap<>();

    private volatile @Nullable StreamObserver<LeaseKeepAliveRequest> stream;

    LeaseKeeper(EtcdClient client) {
        this.client = client;
        var _ = timer.scheduleWithFixedDelay(this::renew, 1, 1, TimeUnit.SECONDS);
    }

    /** Renews these leases too, at once and then whenever a third of their time is over. */
    void keep(List<StoredLease> leases) {
        var _ = timer.submit(() -> {
            long now = System.nanoTime();
            leases.forEach(lease -> due.putIfAbsent(lease, now));
            renew();
        });
    }

    private void renew() {
        long now = System.nanoTime();
        due.replaceAll((lease, at) -> {
            if (at - now > 0) {
                return at;
            }
            stream().onNext(LeaseKeepAliveRequest.newBuilder().setID(lease.id()).build());
            return now + TimeUnit.MILLISECONDS.toNanos(lease.ttlSeconds() * 1000 / 3);
        });
    }

    private StreamObserver<LeaseKeepAliveRequest> stream() {
        StreamObserver<LeaseKeepAliveRequest> open = stream;
        if (open == null) {
            open = LeaseGrpc.newStub(client.channel()).leaseKeepAlive(new StreamObserver<>() {
                @Override
                public void onNext(LeaseKeepAliveResponse response) {}

                // A lease that is lost is found missing in the end; until then another stream is tried.
                @Override
                public void onError(Throwable failure) {
                    stream = null;
                }

                @Override
                public void onCompleted() {
                    stream = null;
                }
            });
            stream = open;
        }
        return open;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
