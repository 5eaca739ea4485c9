package io.evenkeel.e2e.replicas;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.evenkeel.api.proto.CompactionRequest;
import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.LeaseKeepAliveRequest;
import io.evenkeel.api.proto.LeaseKeepAliveResponse;
import io.evenkeel.api.proto.LeaseRevokeRequest;
import io.evenkeel.api.proto.PutResponse;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.TxnResponse;
import io.evenkeel.e2e.history.Operation;
import io.evenkeel.e2e.history.Operation.Ending;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * A client that does one thing after the other, whatever comes next by chance: a mixture of all that Kubernetes and others do,
 * on few keys, so that clients get into each other's way. No two writes of a run have the same value.
 */
final class TrafficClient {

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(25);
    private static final Duration SHORTEST_KEEPALIVE = Duration.ofMillis(400);

    /** Longer than a lease lives, so that some keepalives come at the last moment and some too late. */
    private static final Duration LONGEST_KEEPALIVE = Duration.ofMillis(2100);

    private static final Duration GRANT_INTERVAL = Duration.ofMillis(700);
    private static final long TTL_SECONDS = 2;
    private static final int MOST_KEEPALIVES = 4;
    private static final int OLD_REVISIONS = 60;
    private static final int COMPACTION_DISTANCE = 40;

    /** A lease of this client's. It is kept alive a few times and then left to itself. */
    private static final class OwnLease {
        private final long id;
        private int keepalivesLeft;
        private long nextKeepaliveNanos;

        OwnLease(long id, int keepalives, long nextKeepaliveNanos) {
            this.id = id;
            this.keepalivesLeft = keepalives;
            this.nextKeepaliveNanos = nextKeepaliveNanos;
        }

        boolean isDue() {
            return System.nanoTime() - nextKeepaliveNanos > 0;
        }
    }

    /** Something to ask for, and in how many of a hundred cases. */
    private record Choice(int weight, Function<ByteString, Message> request) {}

    private final int number;
    private final List<Endpoint> endpoints;
    private final Calls calls;
    private final SplittableRandom random;
    private final LongSupplier compactable;
    private final Requests requests;
    private final List<Choice> choices;
    private final Map<ByteString, Long> modRevisions = new HashMap<>();
    private final Deque<OwnLease> leases = new ArrayDeque<>();
    private long nextGrantNanos = System.nanoTime();
    private long leaseCount;
    private long lastRevision = 1;
    private int turns;
    private volatile boolean leasing = true;
    private volatile boolean stopped;

    /**
     * @param number unlike that of any other client of the run
     * @param endpoints where it calls, taking turns
     * @param compactable up to where it may compact
     */
    TrafficClient(
            int number,
            List<? extends Endpoint> endpoints,
            Recording recording,
            Duration deadline,
            long seed,
            LongSupplier compactable) {
        this.number = number;
        this.endpoints = List.copyOf(endpoints);
        this.calls = new Calls("client-" + number, recording, deadline);
        this.random = new SplittableRandom(seed + number);
        this.compactable = compactable;
        this.requests = new Requests("client-" + number, random);
        this.choices = choices();
    }

    void run() {
        while (!stopped) {
            Operation operation = calls.call(endpoints.get(turns++ % endpoints.size()), next());
            learn(operation);
            if (operation.ending() instanceof Ending.Open) {
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
            }
        }
    }

    /** Takes no more leases, and leaves those it has to themselves. */
    void stopLeasing() {
        leasing = false;
    }

    void stop() {
        stopped = true;
    }

    private Message next() {
        if (leasing) {
            OwnLease oldest = leases.peek();
            if (oldest != null && oldest.isDue()) {
                return useLease(leases.remove());
            }
            if (System.nanoTime() - nextGrantNanos > 0) {
                nextGrantNanos = System.nanoTime() + GRANT_INTERVAL.toNanos();
                leaseCount++;
                return LeaseGrantRequest.newBuilder()
                        .setID(leaseId())
                        .setTTL(TTL_SECONDS)
                        .build();
            }
        }
        int dice = random.nextInt(100);
        for (Choice choice : choices) {
            dice -= choice.weight();
            if (dice < 0) {
                return choice.request().apply(requests.anyKey());
            }
        }
        throw new AssertionError("the weights do not add up to 100");
    }

    private List<Choice> choices() {
        return List.of(
                new Choice(26, requests::put),
                new Choice(8, requests::create),
                new Choice(14, key -> requests.update(key, modRevisions.getOrDefault(key, 0L))),
                new Choice(5, requests::delete),
                new Choice(4, key -> requests.deleteUnchanged(key, modRevisions.getOrDefault(key, 0L))),
                new Choice(2, key -> requests.deletePrefix()),
                new Choice(5, key -> requests.several()),
                new Choice(11, requests::get),
                new Choice(8, key -> requests.list()),
                new Choice(3, key -> requests.listOfNothing()),
                new Choice(2, key -> Requests.everything()),
                new Choice(4, requests::serializable),
                new Choice(2, key -> requests.serializableList()),
                new Choice(
                        5,
                        key -> requests.listAt(
                                Math.max(1, lastRevision - random.nextInt(OLD_REVISIONS)), random.nextBoolean())),
                new Choice(1, key -> compaction()));
    }

    private Message compaction() {
        long revision = compactable.getAsLong() - random.nextInt(COMPACTION_DISTANCE);
        return revision < 1
                ? Requests.everything()
                : CompactionRequest.newBuilder().setRevision(revision).build();
    }

    /** The same for the same client of another store. */
    private long leaseId() {
        return 1_000_000L * (number + 1) + leaseCount;
    }

    private Message useLease(OwnLease lease) {
        if (lease.keepalivesLeft-- > 0) {
            lease.nextKeepaliveNanos = nextKeepalive();
            leases.add(lease);
            return LeaseKeepAliveRequest.newBuilder().setID(lease.id).build();
        }
        return random.nextInt(4) == 0
                ? LeaseRevokeRequest.newBuilder().setID(lease.id).build()
                : requests.putOnLease(lease.id);
    }

    private long nextKeepalive() {
        return System.nanoTime() + random.nextLong(SHORTEST_KEEPALIVE.toNanos(), LONGEST_KEEPALIVE.toNanos());
    }

    private void learn(Operation operation) {
        if (!(operation.ending() instanceof Ending.Answered(Message response))) {
            return;
        }
        switch (response) {
            case PutResponse put -> lastRevision = put.getHeader().getRevision();
            case TxnResponse txn -> {
                lastRevision = txn.getHeader().getRevision();
                txn.getResponsesList().forEach(op -> learn(op.getResponseRange()));
            }
            case RangeResponse range -> {
                lastRevision = Math.max(lastRevision, range.getHeader().getRevision());
                learn(range);
            }
            default -> {}
        }
        if (operation.request() instanceof LeaseGrantRequest granted) {
            learn(calls.call(endpoints.get(turns++ % endpoints.size()), requests.putOnLease(granted.getID())));
            leases.add(new OwnLease(granted.getID(), random.nextInt(MOST_KEEPALIVES + 1), nextKeepalive()));
        }
        if (response instanceof LeaseKeepAliveResponse kept && kept.getTTL() == 0) {
            leases.removeIf(lease -> lease.id == kept.getID());
        }
    }

    private void learn(RangeResponse range) {
        range.getKvsList().forEach(kv -> modRevisions.put(kv.getKey(), kv.getModRevision()));
    }
}
