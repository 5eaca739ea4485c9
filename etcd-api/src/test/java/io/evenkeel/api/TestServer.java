package io.evenkeel.api;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.mvcc.alarm.Alarms;
import io.evenkeel.mvcc.alarm.InMemoryAlarmStore;
import io.evenkeel.mvcc.lease.InMemoryLeaseStore;
import io.evenkeel.mvcc.log.InMemoryRevisionLog;
import io.evenkeel.mvcc.member.InMemoryMemberRegistry;
import io.evenkeel.mvcc.member.Member;
import io.evenkeel.mvcc.member.Membership;
import io.evenkeel.mvcc.replica.AgentThread;
import io.evenkeel.mvcc.replica.Measurements;
import io.evenkeel.mvcc.replica.StoreEnvironment;
import io.evenkeel.mvcc.replica.WakeUps;
import io.evenkeel.mvcc.store.KeyValueStore;
import io.evenkeel.mvcc.store.StoreSettings;
import io.evenkeel.watch.StoreHistory;
import io.evenkeel.watch.WatchHub;
import io.evenkeel.watch.WatchSettings;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** All services over a store in memory, behind gRPC's in-process transport. Their methods are called as on an event loop. */
final class TestServer implements AutoCloseable {

    static final long CLUSTER_ID = 0x1234;
    static final long MEMBER_ID = 0xabcd;

    final InMemoryLeaseStore leases;
    final InMemoryRevisionLog log;
    final KeyValueStore store;
    final WatchHub hub;
    final EtcdServices services;
    final ManagedChannel channel;
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService peerThread = Executors.newSingleThreadExecutor();
    private final AgentThread hubThread;
    private final Server server;
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();

    /** The datastore of several servers. */
    static final class Shared {
        private final InMemoryLeaseStore leases = new InMemoryLeaseStore();
        final InMemoryRevisionLog log = new InMemoryRevisionLog(leases, true, CLUSTER_ID);
        final InMemoryMemberRegistry members = new InMemoryMemberRegistry();

        /** What the servers announce; nobody hears it. */
        final Set<Long> announced = ConcurrentHashMap.newKeySet();

        private WakeUps wakeUps() {
            return new WakeUps() {
                @Override
                public void announce(long head) {
                    announced.add(head);
                }

                @Override
                public void wantProgress(long start, long revision) {}

                @Override
                public void listen(Listener listener) {}

                @Override
                public boolean connected() {
                    return true;
                }

                @Override
                public void close() {}
            };
        }

        /** Somebody at an address of its own. */
        static Member member(long id) {
            return new Member(id, "test-" + id, List.of(InProcessServerBuilder.generateName()));
        }
    }

    TestServer() {
        this(ServiceSettings.DEFAULTS);
    }

    TestServer(ServiceSettings settings) {
        this(new InMemoryLeaseStore(), settings);
    }

    private TestServer(InMemoryLeaseStore leases, ServiceSettings settings) {
        this(
                leases,
                new InMemoryRevisionLog(leases, false, CLUSTER_ID),
                WakeUps.NONE,
                Membership.alone(new Member(MEMBER_ID, "test", List.of("http://127.0.0.1:2379"))),
                InProcessServerBuilder.generateName(),
                settings);
    }

    /** One of several servers of a datastore. The first that is made leads. */
    TestServer(Shared datastore, Member self) {
        this(
                datastore.leases,
                datastore.log,
                datastore.wakeUps(),
                new Membership(datastore.members, self, Duration.ofMillis(20), System::nanoTime),
                self.clientUrls().getFirst(),
                ServiceSettings.DEFAULTS);
    }

    private TestServer(
            InMemoryLeaseStore leases,
            InMemoryRevisionLog log,
            WakeUps wakeUps,
            Membership membership,
            String name,
            ServiceSettings settings) {
        this.leases = leases;
        this.log = log;
        store = new KeyValueStore(
                log,
                leases,
                wakeUps,
                membership,
                new Alarms(new InMemoryAlarmStore(), Duration.ofHours(1), System::nanoTime),
                settings(log.shared()),
                StoreEnvironment.of(blocking, Measurements.NONE));
        hub = new WatchHub(
                new StoreHistory(store),
                blocking,
                WatchSettings.DEFAULT,
                System::nanoTime,
                new Random(1),
                store.revision());
        store.addListener(hub);
        store.onProgressWanted(hub::wantProgress);
        hubThread = new AgentThread("watch-hub", hub, broken::set);
        services = new EtcdServices(
                store, hub, settings, Optional.of(new InProcessPeers(peerThread)), () -> peerThread, blocking);
        var builder = InProcessServerBuilder.forName(name).executor(peerThread);
        services.all().forEach(builder::addService);
        try {
            server = builder.build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        channel = InProcessChannelBuilder.forName(name).build();
        store.start(broken::set);
        hubThread.start();
    }

    /** Where several servers share a log, none reads it but for a reason. */
    private static StoreSettings settings(boolean shared) {
        StoreSettings usual = StoreSettings.DEFAULT;
        return new StoreSettings(
                usual.valueCacheBytes(),
                usual.limits(),
                usual.purgeDelay(),
                shared ? Duration.ofHours(1) : usual.pollInterval(),
                usual.leaseCheckInterval(),
                usual.indexCheckInterval(),
                usual.autoCompaction(),
                usual.quotaBytes());
    }

    KVGrpc.KVBlockingStub kv() {
        return KVGrpc.newBlockingStub(channel).withDeadlineAfter(10, SECONDS);
    }

    /** Puts a key; returns its revision. */
    long put(String key, String value) {
        return kv().put(PutRequest.newBuilder()
                        .setKey(bytes(key))
                        .setValue(bytes(value))
                        .build())
                .getHeader()
                .getRevision();
    }

    /** Waits until a condition holds that nobody tells us of. */
    void awaitTrue(BooleanSupplier condition) {
        long deadline = System.nanoTime() + SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(MILLISECONDS.toNanos(5));
        }
    }

    static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
        hubThread.close();
        store.close();
        services.close();
        blocking.close();
        peerThread.close();
        Throwable failure = broken.get();
        if (failure != null) {
            throw new AssertionError("a thread of the server has failed", failure);
        }
    }
}
