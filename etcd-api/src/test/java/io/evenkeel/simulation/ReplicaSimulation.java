package io.evenkeel.simulation;

import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.replica.HistoryLostException;
import io.evenkeel.watch.validate.ReplayedLog;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Some hundred random moves of some replicas, their datastore and their clients, all decided by one seed. At the end all faults
 * cease, and everything asked must have been answered and everything owed been sent.
 */
final class ReplicaSimulation {

    private static final int MOVES = 2500;
    private static final int CLIENTS = 4;

    private enum Move {
        STEP(600),
        RESUME(900),
        CLIENT(700),
        WATCHER(200),
        PASS_TIME(150),
        KILL(4),
        START(60),
        PAUSE(8),
        CONTINUE(80),
        AWAY(4),
        BACK(60),
        SET_CLOCK(3),
        DISTURB(6),
        LEAVE(3),
        STOP(4),
        COMPACT(15);

        /** How often it happens, among the others, about at most; each seed has its own weights. */
        private final int most;

        Move(int most) {
            this.most = most;
        }
    }

    /** What is rare in some runs, so that between one and the next all comes to work together again. */
    private static final Set<Move> FAULTS =
            EnumSet.of(Move.KILL, Move.PAUSE, Move.AWAY, Move.SET_CLOCK, Move.DISTURB, Move.LEAVE, Move.STOP);

    private final SplittableRandom random;
    private final Map<Move, Integer> weights = new EnumMap<>(Move.class);
    private final Flaws flaws;
    private final Turns turns = new Turns(this::failed);
    private final SimulatedDatastore datastore;
    private final SimulatedNetwork network;
    private final Replica[] slots;
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final List<SimulatedWatcher> watchers = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();
    private final List<Long> leases = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final int lossAt;
    private final int longestWait;
    private long nanos;
    private long order;
    private long firstOfThisLife = 1;
    private long trace;
    private long forwarded;
    private long movesWithTwoLeaders;

    ReplicaSimulation(long seed, Flaws flaws) {
        this.random = new SplittableRandom(seed);
        this.flaws = flaws;
        this.datastore = new SimulatedDatastore(turns, random.split(), Weather.FINE);
        this.network = new SimulatedNetwork(datastore, this::serverAt);
        boolean calm = random.nextInt(3) == 0;
        for (Move move : Move.values()) {
            int weight = move.most / 3 + random.nextInt(move.most);
            weights.put(move, calm && FAULTS.contains(move) ? random.nextInt(2) : weight);
        }
        this.lossAt = random.nextInt(8) == 0 ? random.nextInt(MOVES) : -1;
        this.longestWait = 300 + random.nextInt(random.nextBoolean() ? 300 : 3000);
        this.slots = new Replica[2 + random.nextInt(3)];
        for (int slot = 0; slot < slots.length; slot++) {
            start(slot);
        }
        for (int client = 0; client < CLIENTS; client++) {
            clients.add(new SimulatedClient(
                    client,
                    () -> ++order,
                    operations,
                    leases,
                    random.split(),
                    this::checkGone,
                    flaws.skipsTheBarrier()));
        }
        datastore.weather = Weather.of(random);
    }

    /** What went wrong with this seed, in words; empty when nothing did. */
    static List<String> run(long seed, Flaws flaws) {
        var simulation = new ReplicaSimulation(seed, flaws);
        simulation.runOnVirtualThread();
        return simulation.wrong;
    }

    /** Where the tasks run too, so that no turn needs the operating system. */
    void runOnVirtualThread() {
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                run();
            } catch (Throwable failure) {
                wrong.add("BROKEN: " + failure + " at " + failure.getStackTrace()[0]);
            }
        });
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (int i = 0; i < MOVES && wrong.isEmpty(); i++) {
            if (i == lossAt) {
                loseHistory();
            }
            alive().forEach(this::stopInTime);
            move();
        }
        if (wrong.isEmpty()) {
            settle();
            check();
            checkComplete();
        }
        turns.kill(owner -> true);
    }

    /** How many operations were answered: as much was there to be checked. */
    long answered() {
        return operations.stream()
                .filter(operation -> operation.answer() instanceof Operation.Answer.Done)
                .count();
    }

    /** How many writes were sent to another replica. */
    long forwarded() {
        return forwarded + List.of(slots).stream().mapToLong(Replica::forwarded).sum();
    }

    /** How many moves were made while two replicas that ran took themselves for the leader. */
    long movesWithTwoLeaders() {
        return movesWithTwoLeaders;
    }

    /** A number that two runs of one seed have in common, if they did the same. */
    long trace() {
        return trace;
    }

    private void move() {
        if (List.of(slots).stream()
                        .filter(replica ->
                                runs(replica) && replica.store.membership().leads())
                        .count()
                > 1) {
            movesWithTwoLeaders++;
        }
        int dice = random.nextInt(
                weights.values().stream().mapToInt(Integer::intValue).sum());
        for (Map.Entry<Move, Integer> candidate : weights.entrySet()) {
            dice -= candidate.getValue();
            if (dice < 0) {
                trace = 31 * trace + candidate.getKey().name().hashCode() + 1000 * datastore.head() + operations.size();
                make(candidate.getKey());
                return;
            }
        }
    }

    private void make(Move move) {
        int slot = random.nextInt(slots.length);
        Replica replica = slots[slot];
        switch (move) {
            case STEP -> {
                for (int i = random.nextInt(4); i >= 0 && runs(replica); i--) {
                    replica.stepAny(random);
                }
            }
            case RESUME -> {
                for (int i = random.nextInt(12); i >= 0 && turns.resumeAny(random, this::mayRun); i--) {
                    // some at a time, or little would come to an end
                }
            }
            case CLIENT -> clients.get(random.nextInt(CLIENTS)).move(alive(), true);
            case WATCHER -> moveWatcher(replica);
            case PASS_TIME -> pass(1 + random.nextInt(random.nextInt(10) == 0 ? longestWait : 100));
            case KILL -> kill(replica);
            case START -> {
                if (replica.dead) {
                    start(slot);
                }
            }
            case PAUSE -> replica.paused = true;
            case CONTINUE -> replica.paused = false;
            case AWAY -> datastore.away(true);
            case BACK -> datastore.away(false);
            case SET_CLOCK -> datastore.setClock(random.nextInt(-60_000, 60_000));
            case DISTURB -> network.disturb(random);
            case LEAVE -> datastore.members.leave(slot + 1L);
            case STOP -> {
                replica.takeNoMore();
                replica.movesLeft = Math.min(replica.movesLeft, 1 + random.nextInt(150));
            }
            case COMPACT -> compact(replica);
        }
    }

    private boolean mayRun(Object owner) {
        return !(owner instanceof Replica replica) || runs(replica);
    }

    private static boolean runs(Replica replica) {
        return !replica.dead && !replica.paused;
    }

    private List<Replica> alive() {
        return List.of(slots).stream().filter(replica -> !replica.dead).toList();
    }

    private void pass(long millis) {
        datastore.pass(millis);
        nanos += millis * 1_000_000;
    }

    /** The start itself meets no faults; what comes after does. */
    private void start(int slot) {
        Weather weather = datastore.weather;
        datastore.weather = Weather.FINE;
        datastore.away(false);
        slots[slot] =
                new Replica(slot, datastore, () -> nanos, head -> ring(slot, head), network, flaws, random.split());
        datastore.weather = weather;
    }

    private Replica serverAt(String url) {
        return slots[Integer.parseInt(url)];
    }

    private void ring(int from, long head) {
        for (int slot = 0; slot < slots.length; slot++) {
            if (slot != from && runs(slots[slot]) && !datastore.happens(datastore.weather.lostWakeUp())) {
                slots[slot].hear(head);
            }
        }
    }

    private void kill(Replica replica) {
        replica.dead = true;
        turns.kill(owner -> owner.equals(replica));
        forwarded += replica.forwarded();
        network.died(replica);
        if (random.nextBoolean()) {
            datastore.end(replica);
        }
    }

    /** Ends a replica that was told to stop, when what it had taken had some time to be done. */
    private void stopInTime(Replica replica) {
        if (replica.movesLeft-- == 0) {
            datastore.members.leave(replica.number + 1L);
            kill(replica);
        }
    }

    private void compact(Replica replica) {
        long revision = datastore.head() - random.nextInt(12);
        if (runs(replica) && revision > 1) {
            var _ = replica.store.compact(revision, false);
        }
    }

    private void moveWatcher(Replica replica) {
        if (!replica.dead && (watchers.size() < 3 || random.nextInt(30) == 0)) {
            watchers.add(new SimulatedWatcher(replica, flaws, datastore::head));
        }
        List<SimulatedWatcher> served =
                watchers.stream().filter(watcher -> !watcher.replica.dead).toList();
        if (!served.isEmpty()) {
            served.get(random.nextInt(served.size())).move(random, wrong::add);
        }
    }

    /** Each lease is granted once: one that is there now was there when the keepalive came. */
    private void checkGone(long lease) {
        if (datastore.leases.find(lease).isPresent()) {
            wrong.add("GONE: a keepalive was told so of lease " + lease + ", which is there");
        }
    }

    /** Told of what ended a task of a replica. */
    private void failed(Object owner, Throwable failure) {
        if (failure instanceof HistoryLostException && lossAt >= 0 && owner instanceof Replica replica) {
            replica.lostHistory = true;
        } else {
            wrong.add("BROKEN: " + owner + ": " + failure + " at " + failure.getStackTrace()[0]);
        }
    }

    /** Ends this life of the datastore; what was told in it is checked now. In the next one all replicas begin anew. */
    private void loseHistory() {
        check();
        turns.kill(datastore::equals);
        long keep = Math.max(Math.max(1, datastore.highestCompacted()), datastore.head() - random.nextInt(6));
        if (keep < datastore.head()) {
            datastore.loseHistoryAbove(keep);
        }
        Weather weather = datastore.weather;
        datastore.weather = Weather.FINE;
        datastore.away(false);
        for (Replica replica : alive()) {
            replica.paused = false;
        }
        boolean lossIsKnown = awaitNotice();
        for (int slot = 0; slot < slots.length; slot++) {
            if (lossIsKnown && !slots[slot].dead && !slots[slot].lostHistory) {
                wrong.add("NOTICED: " + slots[slot] + " goes on in another life");
            }
            if (!slots[slot].dead) {
                kill(slots[slot]);
            }
            start(slot);
        }
        clients.forEach(client -> client.move(List.of(), false));
        operations.clear();
        watchers.clear();
        firstOfThisLife = datastore.head();
        datastore.weather = weather;
    }

    /** Lets replicas run on; whoever has lost something must say so, and all others when one has said so. */
    private boolean awaitNotice() {
        boolean renewed = false;
        for (int i = 0; i < 40; i++) {
            for (Replica replica : alive()) {
                if (!replica.lostHistory) {
                    replica.stepAll(random);
                }
                if (replica.lostHistory && !renewed) {
                    datastore.log.renewClusterId(replica.store.clusterId());
                    renewed = true;
                }
            }
            pass(50);
        }
        for (Replica replica : alive()) {
            if (!replica.lostHistory
                    && !isInTheLog(replica.store.tailer().applied().position())) {
                wrong.add("NOTICED: " + replica + " has lost history and goes on");
            }
        }
        return renewed;
    }

    /** Also when it was lost and the very same batch, its outcome being unknown to its replica, was appended again. */
    private boolean isInTheLog(LogPosition position) {
        return position.equals(LogPosition.START)
                || datastore.entries().stream()
                        .anyMatch(entry -> position.equals(new LogPosition(entry.revision(), entry.batch())));
    }

    /** Lets everything come to rest, with every client reading and asking for progress. */
    private void settle() {
        datastore.weather = Weather.FINE;
        datastore.away(false);
        network.heal();
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot].paused = false;
            if (slots[slot].dead) {
                start(slot);
            }
        }
        watchers.removeIf(watcher -> {
            if (watcher.replica.dead) {
                watcher.check(replayed(), wrong::add);
            }
            return watcher.replica.dead;
        });
        watchers.forEach(SimulatedWatcher::readAll);
        for (int i = 0; i < 2_000 && (i < 30 || clients.stream().anyMatch(SimulatedClient::isWaiting)); i++) {
            stepAll();
            clients.forEach(client -> client.move(List.of(), false));
        }
        clients.forEach(client -> client.open().ifPresent(open -> wrong.add("ANSWERED: never " + open)));
        watchers.forEach(watcher -> watcher.askForProgress(wrong::add));
        for (int i = 0; i < 400 && (i < 40 || isOneBehind() || watchers.stream().anyMatch(this::waits)); i++) {
            stepAll();
        }
    }

    /**
     * A lease may have expired in the last moment, and others have passed that on to a replica after its hub's last step, or to a
     * watch that was full then.
     */
    private boolean isOneBehind() {
        return List.of(slots).stream()
                .anyMatch(replica -> replica.store.revision() < datastore.head()
                        || replica.hub.counts().revision() < datastore.head()
                        || replica.hub.counts().catchingUp() > 0);
    }

    private boolean waits(SimulatedWatcher watcher) {
        return watcher.isSending() || watcher.awaitsProgress(wrong::add);
    }

    private void stepAll() {
        for (Replica replica : slots) {
            for (int i = 0; i < 100 && replica.stepAll(random); i++) {
                // more to do
            }
        }
        pass(50);
    }

    private ReplayedLog replayed() {
        return new ReplayedLog(datastore.entries(), datastore.highestCompacted());
    }

    private void check() {
        List<LogEntry> entries = datastore.entries();
        var history = new HistoryCheck(entries);
        history.checkAnswers(operations);
        history.checkRealTime(operations);
        List<Operation> asked = new ArrayList<>(operations);
        clients.forEach(client -> client.open().ifPresent(asked::add));
        history.checkOrigins(asked, firstOfThisLife, datastore.earliestExpiry, datastore.committedAtMillis);
        wrong.addAll(history.violations());
        ReplayedLog log = replayed();
        watchers.forEach(watcher -> watcher.check(log, wrong::add));
    }

    private void checkComplete() {
        ReplayedLog log = replayed();
        watchers.forEach(watcher -> watcher.checkComplete(log, wrong::add));
        var history = new HistoryCheck(datastore.entries());
        for (Replica replica : slots) {
            Map<String, Long> keys = new HashMap<>();
            replica.store.tailer().applied().view().scan(KeyRange.ALL, (key, version) -> {
                keys.put(key.toString(), version.modRevision());
                return true;
            });
            Map<String, Long> expected = new HashMap<>();
            history.state(history.head()).forEach((key, seen) -> expected.put(key, seen.modRevision()));
            if (!replica.store.alarms().known().isEmpty()) {
                wrong.add("INDEX: " + replica + " raised "
                        + replica.store.alarms().known());
            }
            if (replica.store.revision() != history.head() || !keys.equals(expected)) {
                wrong.add("INDEX: " + replica + " has " + keys + " at " + replica.store.revision() + ", not " + expected
                        + " at " + history.head());
            }
        }
    }
}
