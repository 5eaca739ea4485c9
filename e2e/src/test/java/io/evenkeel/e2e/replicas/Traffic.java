package io.evenkeel.e2e.replicas;

import com.google.protobuf.Message;
import io.evenkeel.api.proto.HashKVRequest;
import io.evenkeel.api.proto.HashKVResponse;
import io.evenkeel.api.proto.LeaseLeasesRequest;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.e2e.history.History;
import io.evenkeel.e2e.history.Operation;
import io.evenkeel.e2e.history.Operation.Ending;
import io.evenkeel.e2e.tools.Await;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Clients at work on all servers of a store, and watches on each of them, all of it recorded. */
final class Traffic implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(4);
    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(50);
    private static final Duration SETTLE = Duration.ofSeconds(60);
    private static final int CLIENTS_EACH = 3;
    private static final int ROAMING_CLIENTS = 2;

    private final Recording recording = new Recording();
    private final List<TrafficClient> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Follower> followers = new ArrayList<>();
    private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor();

    /** The watch that what may be compacted depends on: it is told of everything. */
    private final Follower chronicle;

    private Traffic(List<? extends Endpoint> endpoints, long seed, int clientsEach) {
        this.chronicle = follow("chronicle", endpoints, Follower.allKeys(1));
        for (Endpoint endpoint : endpoints) {
            follow("past-" + endpoint.id(), List.of(endpoint), Follower.allKeys(1));
            follow("now-" + endpoint.id(), List.of(endpoint), Requests.watchOfKeys());
        }
        for (Endpoint endpoint : endpoints) {
            for (int i = 0; i < clientsEach; i++) {
                add(List.of(endpoint), seed);
            }
        }
        for (int i = 0; i < ROAMING_CLIENTS; i++) {
            add(endpoints, seed);
        }
        var _ = asking.scheduleAtFixedRate(
                () -> followers.forEach(Follower::askForProgress),
                PROGRESS_INTERVAL.toMillis(),
                PROGRESS_INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
        for (TrafficClient client : clients) {
            threads.add(Thread.ofVirtual().start(client::run));
        }
    }

    /** Traffic on these servers, which all serve an empty store. */
    static Traffic start(List<? extends Endpoint> endpoints, long seed) {
        return new Traffic(endpoints, seed, CLIENTS_EACH);
    }

    /** As the other, with so many clients that stay with one server, besides those that go from one to the next. */
    static Traffic start(List<? extends Endpoint> endpoints, long seed, int clientsEach) {
        return new Traffic(endpoints, seed, clientsEach);
    }

    private Follower follow(String name, List<? extends Endpoint> endpoints, WatchCreateRequest wanted) {
        Follower follower = new Follower(name, endpoints, wanted, recording).start();
        followers.add(follower);
        return follower;
    }

    private void add(List<? extends Endpoint> endpoints, long seed) {
        clients.add(new TrafficClient(clients.size(), endpoints, recording, DEADLINE, seed, chronicle::told));
    }

    Recording recording() {
        return recording;
    }

    /** Returns when so many calls more have been acknowledged. */
    void awaitAnswers(int more) {
        long until = recording.answers() + more;
        Await.until(more + " more answers", SETTLE, () -> recording.answers() >= until);
    }

    /**
     * Ends the traffic; waits until all leases have ended, all watches have been told of everything and all servers been
     * asked for what they have.
     *
     * @param nodes all that run a server
     */
    History finish(List<Node> nodes) {
        clients.forEach(TrafficClient::stopLeasing);
        Await.until("the end of all leases", SETTLE, () -> leases(nodes.getFirst()) == 0);
        clients.forEach(TrafficClient::stop);
        threads.forEach(Traffic::join);
        long revision = compareServers(nodes);
        for (Follower follower : followers) {
            Await.until(() -> "revision " + revision + " at " + follower, SETTLE, () -> {
                follower.askForProgress();
                return follower.told() >= revision;
            });
        }
        asking.shutdownNow();
        followers.stream().filter(follower -> follower != chronicle).forEach(Follower::close);
        long last = everything(new Calls("last", recording, SETTLE), nodes.getFirst());
        Await.until(() -> "revision " + last + " at " + chronicle, SETTLE, () -> {
            chronicle.askForProgress();
            return chronicle.told() >= last;
        });
        close();
        for (Follower follower : followers) {
            for (Throwable fault : follower.faults()) {
                throw new AssertionError("at " + follower, fault);
            }
        }
        return recording.history();
    }

    /** The revision as of which all have been asked. */
    private long compareServers(List<Node> nodes) {
        var calls = new Calls("comparing", recording, SETTLE);
        long revision = everything(calls, nodes.getFirst());
        for (Node node : nodes) {
            everything(calls, node);
            Operation hash = calls.call(
                    node, HashKVRequest.newBuilder().setRevision(revision).build());
            if (!(hash.ending() instanceof Ending.Answered(Message response))
                    || ((HashKVResponse) response).getHashRevision() != revision) {
                throw new AssertionError("no hash: " + hash);
            }
        }
        return revision;
    }

    private static long everything(Calls calls, Node node) {
        Operation all = calls.call(node, Requests.everything());
        if (all.ending() instanceof Ending.Answered(Message response)) {
            return ((RangeResponse) response).getHeader().getRevision();
        }
        throw new AssertionError("no answer after the end of all faults: " + all);
    }

    private static int leases(Node node) {
        try {
            return node.stubs()
                    .lease(DEADLINE)
                    .leaseLeases(LeaseLeasesRequest.getDefaultInstance())
                    .getLeasesCount();
        } catch (StatusRuntimeException notYet) {
            return Integer.MAX_VALUE;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        asking.shutdownNow();
        clients.forEach(TrafficClient::stop);
        followers.forEach(Follower::close);
    }
}
