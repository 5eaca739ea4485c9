package io.evenkeel.simulation;

import io.evenkeel.api.SimulatedWrites;
import io.evenkeel.api.peer.ForwardingWriter;
import io.evenkeel.api.peer.Writer;
import io.evenkeel.mvcc.alarm.Alarms;
import io.evenkeel.mvcc.alarm.InMemoryAlarmStore;
import io.evenkeel.mvcc.log.RevisionLog;
import io.evenkeel.mvcc.member.Member;
import io.evenkeel.mvcc.member.Membership;
import io.evenkeel.mvcc.replica.Agent;
import io.evenkeel.mvcc.replica.Measurements;
import io.evenkeel.mvcc.replica.Signal;
import io.evenkeel.mvcc.replica.StoreEnvironment;
import io.evenkeel.mvcc.replica.WakeUps;
import io.evenkeel.mvcc.store.AutoCompaction;
import io.evenkeel.mvcc.store.KeyValueStore;
import io.evenkeel.mvcc.store.StoreSettings;
import io.evenkeel.mvcc.write.SequencerLimits;
import io.evenkeel.watch.StoreHistory;
import io.evenkeel.watch.WatchHub;
import io.evenkeel.watch.WatchSettings;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** One life of one replica: a store with its agents, a watch hub and what does its writes, none of which has a thread. */
final class Replica {

    private static final int RESUMES_UNTIL_ONLY_TIME_HELPS = 200;

    /** An agent, and whether a step of it is under way. */
    private final class Stepped {
        private final Agent agent;
        private boolean stepping;

        Stepped(Agent agent) {
            this.agent = agent;
        }

        void begin() {
            stepping = true;
            turns.add(Replica.this, () -> {
                long idle = agent.step();
                stepping = false;
                lastStepWasBusy = idle == 0;
            });
        }
    }

    /** The simulated time that replicas go by. */
    interface Clock {
        long nanos();
    }

    final int number;
    final KeyValueStore store;
    final WatchHub hub;

    /** Does what clients of this replica write. */
    final Writer writer;

    private final Optional<ForwardingWriter> forwarding;
    private final Turns turns;
    private final List<Stepped> agents = new ArrayList<>();
    private boolean lastStepWasBusy;
    boolean dead;
    boolean paused;
    boolean lostHistory;

    /** After how many moves of the simulation it stops. */
    int movesLeft = Integer.MAX_VALUE;

    private LongConsumer hint = head -> {};

    Replica(
            int number,
            SimulatedDatastore datastore,
            Clock clock,
            LongConsumer ring,
            SimulatedNetwork network,
            Flaws flaws,
            SplittableRandom random) {
        this.number = number;
        this.turns = datastore.turns;
        RevisionLog log = flaws.log(new SimulatedLog(datastore, this));
        var membership = new Membership(
                new SimulatedMembers(datastore),
                new Member(number + 1, "r" + number, List.of(String.valueOf(number))),
                Membership.BEAT_INTERVAL,
                clock::nanos);
        this.store = new KeyValueStore(
                log,
                flaws.leases(new SimulatedLeases(datastore)),
                new Bell(ring),
                membership,
                new Alarms(new InMemoryAlarmStore(), Duration.ofHours(1), clock::nanos),
                settings(random),
                new StoreEnvironment(
                        task -> turns.add(this, task),
                        clock::nanos,
                        () -> random.nextLong(1, Long.MAX_VALUE),
                        Measurements.NONE));
        this.hub = new WatchHub(
                flaws.history(new StoreHistory(store)),
                task -> turns.add(this, task),
                tightSettings(random),
                clock::nanos,
                new SplittableRandom(random.nextLong()),
                store.revision());
        store.addListener(hub);
        Writer local = SimulatedWrites.local(store);
        var thread = newThread();
        this.forwarding = random.nextInt(10) == 0
                ? Optional.empty()
                : Optional.of(SimulatedWrites.forwarding(
                        store,
                        local,
                        revision -> flaws.applied(store, revision),
                        new SimulatedPeers(this, network),
                        this::newThread,
                        clock::nanos));
        this.writer = flaws.writer(forwarding.<Writer>map(Function.identity()).orElse(local), local);
        store.membership().step();
        store.listenToWakeUps();
        store.agents().values().forEach(agent -> agents.add(new Stepped(agent)));
        forwarding.ifPresent(writes -> agents.add(new Stepped(new Reviews(writes, thread))));
        agents.add(new Stepped(hub));
    }

    /** A thread for a connection: in a server every one may have its own. */
    SimulatedThread newThread() {
        return new SimulatedThread(turns, this);
    }

    /** Sees to the stream to the leader, on the thread that is there for it. */
    private static final class Reviews implements Agent {
        private final ForwardingWriter writer;
        private final Executor thread;
        private final Signal signal = new Signal();
        private boolean asked;

        Reviews(ForwardingWriter writer, Executor thread) {
            this.writer = writer;
            this.thread = thread;
        }

        @Override
        public long step() {
            if (!asked) {
                asked = true;
                thread.execute(() -> {
                    asked = false;
                    writer.review();
                });
            }
            return TimeUnit.MILLISECONDS.toNanos(ForwardingWriter.REVIEW_MILLIS);
        }

        @Override
        public Signal signal() {
            return signal;
        }
    }

    /** Wakes nobody but through the simulation, which may lose it. */
    private final class Bell implements WakeUps {
        private final LongConsumer ring;

        Bell(LongConsumer ring) {
            this.ring = ring;
        }

        @Override
        public void announce(long head) {
            ring.accept(head);
        }

        @Override
        public void wantProgress(long start, long revision) {}

        @Override
        public void listen(Listener listener) {
            hint = listener::head;
        }

        @Override
        public boolean connected() {
            return false;
        }

        @Override
        public void close() {}
    }

    private static StoreSettings settings(SplittableRandom random) {
        return new StoreSettings(
                random.nextBoolean() ? 1 << 20 : 0,
                new SequencerLimits(100, 10_000, 1 + random.nextInt(6), 100 + random.nextInt(1000)),
                Duration.ofMillis(random.nextInt(200)),
                Duration.ofMillis(50 + random.nextInt(450)),
                Duration.ofMillis(500),
                Duration.ofMillis(700),
                new AutoCompaction.Off(),
                Long.MAX_VALUE);
    }

    /** Bounds that are reached all the time. */
    private static WatchSettings tightSettings(SplittableRandom random) {
        return new WatchSettings(
                Duration.ofMillis(500),
                Duration.ofMillis(random.nextInt(2) * 10L),
                new WatchSettings.Bound(1 + random.nextInt(6), 300 + random.nextLong(3000)),
                new WatchSettings.Bound(1 + random.nextInt(5), 1 + random.nextLong(2000)),
                1 + random.nextLong(6000),
                1 + random.nextLong(4000),
                1 + random.nextInt(3),
                40,
                12,
                WatchSettings.DEFAULT.total());
    }

    /** What is called here by another replica; of a replica that does not forward, nothing. */
    @SuppressWarnings("unchecked")
    <Q, A> ServerCallHandler<Q, A> handler(MethodDescriptor<Q, A> method) {
        return forwarding
                .map(writes -> (ServerCallHandler<Q, A>) writes.service()
                        .bindService()
                        .getMethod(method.getFullMethodName())
                        .getServerCallHandler())
                .orElse((call, headers) -> {
                    call.close(Status.UNIMPLEMENTED, new Metadata());
                    return new ServerCall.Listener<>() {};
                });
    }

    /** Takes no writes of other replicas any more, as a server that is about to stop. */
    void takeNoMore() {
        forwarding.ifPresent(ForwardingWriter::takeNoMore);
    }

    /** How many writes were sent to another replica. */
    long forwarded() {
        return forwarding.map(ForwardingWriter::forwarded).orElse(0L);
    }

    void hear(long head) {
        hint.accept(head);
    }

    /** Begins a step of one of the agents, if one is free. */
    void stepAny(SplittableRandom random) {
        List<Stepped> free = agents.stream().filter(agent -> !agent.stepping).toList();
        if (!free.isEmpty()) {
            free.get(random.nextInt(free.size())).begin();
        }
    }

    /** Lets what is under way end, and every agent do one whole step; whether there is more to do. */
    boolean stepAll(SplittableRandom random) {
        boolean busy = false;
        finish(random);
        for (Stepped agent : agents) {
            if (!agent.stepping) {
                lastStepWasBusy = false;
                agent.begin();
                finish(random);
                busy |= lastStepWasBusy;
            }
        }
        return busy;
    }

    /** Lets all tasks go on until they have ended, or wait for time to pass. */
    private void finish(SplittableRandom random) {
        for (int i = 0; i < RESUMES_UNTIL_ONLY_TIME_HELPS && turns.resumeAny(random, owner -> true); i++) {
            // until all have ended
        }
    }

    @Override
    public String toString() {
        return "replica " + number;
    }
}
