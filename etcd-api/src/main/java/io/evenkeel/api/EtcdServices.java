package io.evenkeel.api;

import io.evenkeel.mvcc.store.KeyValueStore;
import io.evenkeel.watch.WatchHub;
import io.grpc.BindableService;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * All of etcd's gRPC services over one store. Their methods never block: a server may call them on its event loops.
 */
public final class EtcdServices implements AutoCloseable {

    private static final long SWEEP_MILLIS = 200;

    private final ScheduledExecutorService sweeper;
    private final HealthService health = new HealthService();
    private final List<BindableService> all;

    /** @param blocking runs what waits for the datastore or for slow clients; virtual threads */
    public EtcdServices(KeyValueStore store, WatchHub hub, ServiceSettings settings, Executor blocking) {
        var headers = new Headers(store.clusterId(), store.membership().self().id());
        var timeouts = new CallTimeouts(settings.requestTimeout(), System::nanoTime);
        var calls = new Calls(timeouts);
        var checks = new RequestChecks(settings.maxRequestBytes(), settings.maxTxnOps());
        var streams = new RangeStreams(store, headers, settings.maxRequestBytes(), settings.requestTimeout());
        var sizes = new StoreSizes(store.log(), blocking, System::nanoTime);
        var kv = new KvService(store, checks, new Responses(headers), streams, calls, blocking);
        all = List.of(
                DeepTransactions.in(kv, settings.maxTxnOps()),
                new WatchService(hub, new WatchResponses(headers, settings.maxMessageBytes())),
                new LeaseService(store, headers, calls, timeouts),
                new ClusterService(store.membership(), headers),
                new MaintenanceService(store, headers, sizes, calls, settings.quotaBytes(), blocking),
                new AuthService(store, headers),
                health);
        sweeper = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("call-timeouts").factory());
        var _ = sweeper.scheduleWithFixedDelay(timeouts::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What a gRPC server has to be given. */
    public List<BindableService> all() {
        return all;
    }

    public HealthService health() {
        return health;
    }

    /** Ends what watches over the calls. To be called when no call is served any more. */
    @Override
    public void close() {
        sweeper.shutdownNow();
    }
}
