package io.evenkeel.api;

import io.evenkeel.api.concurrency.OwnClient;
import io.evenkeel.api.peer.ForwardingWriter;
import io.evenkeel.api.peer.Peers;
import io.evenkeel.api.peer.Writer;
import io.evenkeel.mvcc.store.KeyValueStore;
import io.evenkeel.watch.WatchHub;
import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All of etcd's gRPC services over one store. Their methods never block: a server may call them on its event loops.
 */
public final class EtcdServices implements AutoCloseable {

    private static final long SWEEP_MILLIS = 200;

    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("call-timers").factory());
    private final HealthService health = new HealthService();
    private final Optional<ForwardingWriter> forwarding;
    private final StoreSizes sizes;
    private final AnswerBudget budget;
    private final Door door;
    private final OwnClient ownClient = new OwnClient();
    private final List<ServerServiceDefinition> all;

    /**
     * @param peers the other servers of the store; empty to have nothing to do with them
     * @param connectionThread the one thread that writes to the connection of the call that is being made, on that thread
     * @param blocking runs what waits for the datastore or for slow clients; virtual threads
     */
    public EtcdServices(
            KeyValueStore store,
            WatchHub hub,
            ServiceSettings settings,
            Optional<Peers> peers,
            Supplier<Executor> connectionThread,
            Executor blocking) {
        Supplier<Executor> callThread = ownClient.callThread(connectionThread);
        var headers = new Headers(store.clusterId(), store.membership().self().id());
        var timeouts = new CallTimeouts(settings.requestTimeout(), System::nanoTime);
        budget = new AnswerBudget(settings.calls().answerBytes());
        var untaken = new UntakenAnswers(System::nanoTime);
        door = new Door(settings.calls(), untaken);
        var calls = new Calls(timeouts, budget, callThread);
        var checks = new RequestChecks(settings.maxRequestBytes(), settings.maxTxnOps());
        var streams = new RangeStreams(store, headers, settings.maxRequestBytes(), settings.requestTimeout());
        sizes = new StoreSizes(store.log(), blocking, System::nanoTime);
        var responses = new Responses(headers);
        var local = new LocalWriter(store, responses);
        forwarding = peers.filter(others -> store.log().shared())
                .map(others -> new ForwardingWriter(
                        store,
                        local,
                        GrpcErrors::of,
                        revision -> store.applied(revision).thenApply(applied -> headers.at(revision)),
                        others,
                        callThread,
                        System::nanoTime));
        Writer writer = forwarding.<Writer>map(Function.identity()).orElse(local);
        var kv = new KvService(store, checks, responses, writer, streams, calls, budget, blocking);
        var watch = new WatchService(hub, new WatchResponses(headers, settings.maxMessageBytes()), callThread);
        var lease = new LeaseService(store, headers, calls, timeouts, callThread);
        ownClient.use(List.of(kv, watch, lease));
        var waiting = new WaitingCalls(blocking);
        List<BindableService> etcd = List.of(
                DeepTransactions.in(kv, settings.maxTxnOps()),
                watch,
                lease,
                new LockService(ownClient, waiting),
                new ElectionService(ownClient, waiting),
                new ClusterService(store.membership(), headers),
                new MaintenanceService(store, headers, sizes, calls, settings.quotaBytes(), blocking),
                new AuthService(store, headers),
                health);
        all = Stream.concat(
                        etcd.stream().map(service -> ServerInterceptors.intercept(service, door)),
                        forwarding.map(ForwardingWriter::service).stream().map(BindableService::bindService))
                .map(ReusedBuffers::in)
                .toList();
        every(SWEEP_MILLIS, () -> {
            timeouts.sweep();
            untaken.sweep();
        });
        forwarding.ifPresent(writes -> every(ForwardingWriter.REVIEW_MILLIS, writes::review));
    }

    private void every(long millis, Runnable task) {
        var _ = timers.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** What a gRPC server has to be given. */
    public List<ServerServiceDefinition> all() {
        return all;
    }

    public HealthService health() {
        return health;
    }

    /** How many bytes the tables take, or did a few seconds ago; empty when that is not known yet. Never waits. */
    public Optional<Long> size() {
        return sizes.latest();
    }

    /** How many calls of clients are open, streams included. */
    public int openCalls() {
        return door.open();
    }

    /** How many bytes answers take that clients do not have yet. */
    public long answerBytes() {
        return budget.usedBytes();
    }

    /** How many calls wait for room for their answers. */
    public int callsWaitingForRoom() {
        return budget.waiting();
    }

    /** How many writes of clients were done by another server of the store. */
    public long forwardedWrites() {
        return forwarding.map(ForwardingWriter::forwarded).orElse(0L);
    }

    /** Takes no more of peers, and lets no client wait any longer. To be called before a server that serves these stops to do so. */
    public void letGo() {
        ownClient.close();
        forwarding.ifPresent(ForwardingWriter::takeNoMore);
    }

    /** Ends what watches over the calls. To be called when no call is served any more. */
    @Override
    public void close() {
        ownClient.close();
        timers.shutdownNow();
        forwarding.ifPresent(ForwardingWriter::close);
    }
}
