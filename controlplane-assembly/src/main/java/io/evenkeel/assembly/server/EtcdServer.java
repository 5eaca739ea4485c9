package io.evenkeel.assembly.server;

import io.evenkeel.api.CallLimits;
import io.evenkeel.api.EtcdServices;
import io.evenkeel.api.ServiceSettings;
import io.evenkeel.api.peer.PeerWakeUps;
import io.evenkeel.api.peer.Peers;
import io.evenkeel.assembly.config.ClientUrl;
import io.evenkeel.assembly.config.ServerConfig;
import io.evenkeel.assembly.config.TlsConfig;
import io.evenkeel.assembly.http.ClientConnections;
import io.evenkeel.assembly.http.HttpEndpoints;
import io.evenkeel.assembly.http.MetricsListeners;
import io.evenkeel.assembly.metrics.DatastoreMetrics;
import io.evenkeel.assembly.metrics.ServerMetrics;
import io.evenkeel.assembly.metrics.StoreMetrics;
import io.evenkeel.assembly.slow.SlowRequests;
import io.evenkeel.assembly.tls.BadCertificateException;
import io.evenkeel.assembly.tls.CertificateFiles;
import io.evenkeel.assembly.tls.Tls;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.alarm.Alarms;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.member.Member;
import io.evenkeel.mvcc.member.Membership;
import io.evenkeel.mvcc.replica.AgentThread;
import io.evenkeel.mvcc.replica.StoreEnvironment;
import io.evenkeel.mvcc.replica.WakeUps;
import io.evenkeel.mvcc.store.KeyValueStore;
import io.evenkeel.mvcc.store.StoreSettings;
import io.evenkeel.mvcc.write.SequencerLimits;
import io.evenkeel.sql.SqlDatastore;
import io.evenkeel.sql.UnfitDatastoreException;
import io.evenkeel.watch.StoreHistory;
import io.evenkeel.watch.WatchHub;
import io.evenkeel.watch.WatchSettings;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running server: opens the datastore, loads the index, serves, and stops all of it in the opposite order. */
public final class EtcdServer implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(EtcdServer.class);
    private static final Duration ALARM_INTERVAL = Duration.ofSeconds(2);
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(5);
    private static final long DRAIN_MILLIS = 2_000;

    private final Deque<Runnable> stops = new ArrayDeque<>();
    private final KeyValueStore store;
    private final ClientListeners listeners;

    private EtcdServer(ServerConfig config, Consumer<Throwable> onFailure) {
        try {
            SqlDatastore datastore = SqlDatastore.open(Datastores.settings(config.datastore()));
            stops.push(datastore::close);
            ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
            Optional<CertificateFiles> certificates = certificates(config);
            EventLoops loops = EventLoops.start();
            stops.push(loops::close);
            var peerChannels = new PeerChannels(
                    loops,
                    certificates.map(files -> Tls.toPeers(config.tls(), files)),
                    config.listener().keepaliveMinTime());
            var membership =
                    new Membership(datastore.members(), member(config), Membership.BEAT_INTERVAL, System::nanoTime);
            List<ServerServiceDefinition> services = new ArrayList<>();
            WakeUps wakeUps = datastore.wakeUps().orElse(WakeUps.NONE);
            if (datastore.log().shared() && datastore.wakeUps().isEmpty()) {
                var peers = new PeerWakeUps(
                        membership, url -> peerChannels.open(url).channel());
                stops.push(peers::close);
                services.add(peers.service().bindService());
                wakeUps = peers;
            }
            var metrics = new ServerMetrics();
            DatastoreMetrics.register(metrics, datastore);
            this.store = new KeyValueStore(
                    datastore.log(),
                    datastore.leases(),
                    wakeUps,
                    membership,
                    new Alarms(datastore.alarms(), ALARM_INTERVAL, System::nanoTime),
                    storeSettings(config),
                    StoreEnvironment.of(blocking, metrics));
            var hub = new WatchHub(
                    new StoreHistory(store),
                    blocking,
                    WatchSettings.DEFAULT
                            .within(Runtime.getRuntime().maxMemory())
                            .withProgressNotifyInterval(config.watch().progressNotifyInterval()),
                    System::nanoTime,
                    new SplittableRandom(),
                    store.revision(),
                    metrics);
            store.addListener(hub);
            store.onProgressWanted(hub::wantProgress);
            var hubThread = new AgentThread("watch-hub", hub, onFailure).start();
            stops.push(hubThread::close);
            var etcdServices = new EtcdServices(
                    store, hub, serviceSettings(config), peers(config, peerChannels), loops::current, blocking);
            store.start(onFailure);
            stops.push(store::close);
            stops.push(etcdServices::close);
            services.addAll(etcdServices.all());
            stops.push(() -> endWatches(hub));
            var connections = ClientConnections.atMost(config.listener().maxConnections());
            StoreMetrics.register(
                    metrics,
                    store,
                    hub,
                    etcdServices,
                    connections::open,
                    config.limits().effectiveQuotaBytes());
            var http = new HttpEndpoints(store, metrics, HEALTH_TIMEOUT, blocking);
            this.listeners = ClientListeners.start(
                    config.listener(),
                    loops,
                    serviceSettings(config).maxMessageBytes(),
                    services,
                    http,
                    connections,
                    certificates
                            .filter(files -> config.tls().certFile().isPresent())
                            .map(files -> Tls.forClients(config.tls(), files)),
                    metrics.callCounter(),
                    slowRequests(config));
            stops.push(() -> listeners.stop(DRAIN_MILLIS));
            stops.push(etcdServices::letGo);
            // Not before: readiness is told there, and whoever hears of it calls at once.
            stops.push(listenForMetrics(config, http)::close);
        } catch (IOException e) {
            close();
            throw new StartFailedException(
                    "cannot listen on " + config.listener().clientUrls() + ": " + reason(e), e);
        } catch (UnfitDatastoreException | DatastoreException | BadCertificateException e) {
            close();
            throw new StartFailedException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static List<ServerInterceptor> slowRequests(ServerConfig config) {
        Duration threshold = config.log().slowRequests();
        return threshold.isZero() ? List.of() : List.of(new SlowRequests(threshold));
    }

    /**
     * Starts a server; returns when it serves.
     *
     * @param onFailure told of a broken invariant, after which the process should not go on
     * @throws StartFailedException when the datastore cannot be used or an address not be listened on
     */
    public static EtcdServer start(ServerConfig config, Consumer<Throwable> onFailure) {
        return new EtcdServer(config, onFailure);
    }

    private Optional<CertificateFiles> certificates(ServerConfig config) {
        TlsConfig tls = config.tls();
        if (Stream.of(tls.certFile(), tls.trustedCaFile(), tls.peerTrustedCaFile())
                .allMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        var files = CertificateFiles.open(tls);
        stops.push(files::close);
        return Optional.of(files);
    }

    private static Optional<Peers> peers(ServerConfig config, PeerChannels channels) {
        return switch (config.write().forward()) {
            case AUTO -> Optional.of(channels);
            case NEVER -> Optional.empty();
        };
    }

    private static StoreSettings storeSettings(ServerConfig config) {
        var limits = new SequencerLimits(
                config.write().queueOps(),
                config.write().queueBytes(),
                config.write().batchOps(),
                config.write().batchBytes());
        return new StoreSettings(
                config.cache().valueCacheBytes(),
                limits,
                config.maintenance().purgeDelay(),
                StoreSettings.DEFAULT.pollInterval(),
                StoreSettings.DEFAULT.leaseCheckInterval(),
                config.maintenance().corruptCheckTime(),
                config.maintenance().autoCompaction(),
                config.limits().effectiveQuotaBytes());
    }

    private static ServiceSettings serviceSettings(ServerConfig config) {
        return new ServiceSettings(
                config.limits().maxRequestBytes(),
                config.limits().maxTxnOps(),
                config.limits().requestTimeout(),
                config.limits().effectiveQuotaBytes(),
                CallLimits.within(
                        Runtime.getRuntime().maxMemory(), config.limits().inFlightBytes()));
    }

    private static Member member(ServerConfig config) {
        return new Member(
                MemberId.of(config.datastore().store(), config.member()),
                config.member().name(),
                config.member().advertiseClientUrls().stream()
                        .map(ClientUrl::toString)
                        .toList());
    }

    /** Bounded, because a hub whose thread has died answers nobody any more. */
    private static void endWatches(WatchHub hub) {
        var _ = hub.closeAll(Refusal.STOPPED)
                .completeOnTimeout(null, DRAIN_MILLIS, TimeUnit.MILLISECONDS)
                .join();
    }

    private static MetricsListeners listenForMetrics(ServerConfig config, HttpEndpoints http) {
        try {
            return MetricsListeners.start(config.listener().metricsUrls(), http);
        } catch (IOException e) {
            throw new StartFailedException("cannot listen for metrics on " + e.getMessage(), e);
        }
    }

    private static String reason(IOException e) {
        Throwable cause = e.getCause();
        return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }

    /** The revision up to which the store's log is applied here. */
    long revision() {
        return store.revision();
    }

    /** The port of the first listen URL. */
    public int port() {
        return listeners.port();
    }

    /** Cuts off all clients at once, whatever they wait for, and closes. */
    void abort() {
        listeners.cutOff();
        close();
    }

    @Override
    public void close() {
        while (!stops.isEmpty()) {
            Runnable stop = stops.pop();
            try {
                stop.run();
            } catch (RuntimeException e) {
                logger.warn("A part of the server did not stop as it should", e);
            }
        }
    }
}
