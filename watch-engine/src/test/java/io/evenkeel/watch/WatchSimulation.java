package io.evenkeel.watch;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.index.Version;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.TailRead;
import io.evenkeel.mvcc.replica.EntryListener;
import io.evenkeel.watch.validate.RecordedWatch;
import io.evenkeel.watch.validate.ReplayedLog;
import io.evenkeel.watch.validate.StreamRecorder;
import io.evenkeel.watch.validate.WatchValidator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Some thousand random moves of a hub, its store and its clients, all decided by one seed: writes, creates, cancels, streams
 * that stop and go, compactions, purges, resets, reads that take their time, fail and overtake each other. At the end all
 * faults cease, and everything owed must have been sent.
 */
final class WatchSimulation {

    private static final int MOVES = 1500;
    private static final String[] KEYS = {"a", "b", "ba", "bb", "c", "d"};

    private enum Move {
        WRITE(15),
        TELL(15),
        STEP(25),
        READ(10),
        PASS_TIME(8),
        COMPACT(2),
        PURGE(2),
        RESET(1),
        FAIL(2),
        FORGET_VALUES(2),
        HOLD_BARRIERS(1),
        RELEASE_BARRIERS(2),
        SEND(15),
        CLIENT(25);

        /** How often it happens, among the others, at most; each seed has its own weights. */
        private final int most;

        Move(int most) {
            this.most = most;
        }
    }

    private final SplittableRandom random;
    private final Map<Move, Integer> weights = new EnumMap<>(Move.class);
    private final Faults faults;
    private final TestStore store = new TestStore();
    private final SteppedReads reads = new SteppedReads();

    /** What the transports have been given to send, of all of them. */
    private final Deque<Runnable> sending = new ArrayDeque<>();

    private final List<Client> clients = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final WatchHub hub;
    private final EntryListener listener;
    private long nanos;
    private long told;

    private final class Client {
        final StreamRecorder stream = new StreamRecorder(sending::add);
        final WatchSession session = hub.open(faults.stream(stream));
        private int seen;
        private int asked;
        private long committedWhenAsked;
        private long lastAnswer;
        private boolean gone;

        void askForProgress() {
            hearAnswers();
            if (asked++ == 0) {
                committedWhenAsked = store.revision();
            }
            session.requestProgress();
        }

        /** No more answers than requests, and none below what was committed, anywhere, before the first of them. */
        private void hearAnswers() {
            for (; seen < stream.messages().size(); seen++) {
                if (stream.messages().get(seen) instanceof WatchMessage.Progress(long id, long revision) && id == -1) {
                    lastAnswer = revision;
                    if (asked-- == 0) {
                        wrong.add("ASKED: progress " + revision + ", but nobody asked");
                    }
                    if (revision < committedWhenAsked) {
                        wrong.add("PROVEN: progress " + revision + ", but " + committedWhenAsked + " was committed");
                    }
                }
            }
        }
    }

    WatchSimulation(long seed, Faults faults) {
        this.random = new SplittableRandom(seed);
        this.faults = faults;
        for (Move move : Move.values()) {
            weights.put(move, random.nextInt(2 * move.most + 1));
        }
        for (int i = random.nextInt(10); i > 0; i--) {
            write();
        }
        told = store.revision();
        hub = new WatchHub(
                faults.history(new PausingHistory()),
                reads,
                tightSettings(),
                () -> nanos,
                new SplittableRandom(seed),
                told);
        listener = faults.listener(hub);
    }

    /** Bounds that are reached all the time. */
    private WatchSettings tightSettings() {
        return new WatchSettings(
                Duration.ofMillis(100),
                Duration.ofMillis(random.nextInt(2) * 10L),
                new WatchSettings.Bound(1 + random.nextInt(6), 300 + random.nextLong(3000)),
                new WatchSettings.Bound(1 + random.nextInt(5), 1 + random.nextLong(2000)),
                1 + random.nextLong(6000),
                1 + random.nextLong(4000),
                1 + random.nextInt(3),
                40,
                12,
                new WatchSettings.Total(1 << 20, 300 + random.nextLong(6000)));
    }

    /** What went wrong, in words; empty when nothing did. */
    List<String> run() {
        for (int i = 0; i < MOVES; i++) {
            move();
        }
        settle();
        check();
        return wrong;
    }

    private void move() {
        int dice = random.nextInt(
                weights.values().stream().mapToInt(Integer::intValue).sum());
        for (Map.Entry<Move, Integer> candidate : weights.entrySet()) {
            dice -= candidate.getValue();
            if (dice < 0) {
                make(candidate.getKey());
                return;
            }
        }
    }

    private void make(Move move) {
        switch (move) {
            case WRITE -> write();
            case TELL -> tell();
            case STEP -> hub.step();
            case READ -> {
                if (!reads.isEmpty()) {
                    reads.stepAny(random);
                }
            }
            case PASS_TIME -> nanos += random.nextLong(8_000_000);
            case COMPACT -> compact();
            case PURGE -> store.purge(store.compactedRevision());
            case RESET -> {
                told = store.revision();
                listener.reset(told);
            }
            case FAIL -> store.unreachable(random.nextBoolean());
            case FORGET_VALUES -> store.forgetCachedValues();
            case HOLD_BARRIERS -> store.holdBarriers();
            case RELEASE_BARRIERS -> store.releaseBarriers(random.nextInt(3) > 0);
            case SEND -> send();
            case CLIENT -> moveClient();
        }
    }

    /** Transports send in the order in which they were told to, with what was told meanwhile in between. */
    private void send() {
        for (int i = random.nextInt(4); i >= 0 && !sending.isEmpty(); i--) {
            sending.remove().run();
        }
    }

    private void write() {
        TestStore.Txn txn = store.txn();
        for (int i = random.nextInt(10) == 0 ? 4 : 1; i > 0; i--) {
            String key = KEYS[random.nextInt(KEYS.length)];
            if (random.nextInt(4) == 0) {
                txn.delete(key);
            } else {
                txn.put(key, "x".repeat(random.nextInt(60)), random.nextInt(3));
            }
        }
        txn.commit();
    }

    private void tell() {
        List<LogEntry> entries = store.entriesAfter(told);
        List<LogEntry> some = entries.subList(0, random.nextInt(entries.size() + 1));
        told += some.size();
        listener.applied(List.copyOf(some));
    }

    /** Mostly a little behind what the hub knows; a slice cut short may also tell of a compaction ahead of it. */
    private void compact() {
        long revision = Math.min(store.revision(), told + 1 - random.nextInt(12));
        if (revision > Math.max(store.compactedRevision(), 1)) {
            store.compact(revision);
            listener.compacted(revision);
        }
    }

    private void moveClient() {
        if (clients.size() < 3 || random.nextInt(60) == 0) {
            clients.add(new Client());
        }
        Client client = clients.get(random.nextInt(clients.size()));
        if (client.gone) {
            return;
        }
        int dice = random.nextInt(100);
        if (dice < 30) {
            create(client);
        } else if (dice < 40) {
            client.session.cancel(random.nextInt(16));
        } else if (dice < 55) {
            client.askForProgress();
        } else if (dice < 60) {
            hub.wantProgress(range().start().fingerprint(), store.revision());
        } else if (dice < 98) {
            client.stream.allow(random.nextInt(3) == 0 ? Integer.MAX_VALUE : random.nextInt(6));
            client.session.drain();
        } else {
            client.gone = true;
            client.session.close();
        }
    }

    private void create(Client client) {
        long start = random.nextInt(3) == 0 ? 0 : Math.max(-1, told + 3 - random.nextInt(25));
        Set<WatchRequest.Filter> filters = EnumSet.noneOf(WatchRequest.Filter.class);
        if (random.nextInt(5) == 0) {
            filters.add(random.nextBoolean() ? WatchRequest.Filter.NO_PUT : WatchRequest.Filter.NO_DELETE);
        }
        long id = random.nextInt(4) == 0 ? random.nextInt(16) : 0;
        WatchRequest request = new WatchRequest(
                range(), start, id, filters, random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
        client.stream.asked(request);
        client.session.create(faults.request(request));
    }

    private KeyRange range() {
        Key key = Key.of(KEYS[random.nextInt(KEYS.length)]);
        return switch (random.nextInt(5)) {
            case 0 -> KeyRange.ALL;
            case 1 -> KeyRange.from(key);
            case 2 -> KeyRange.between(Key.of("b"), Key.of("c"));
            default -> KeyRange.single(key);
        };
    }

    /** Lets everything come to rest, with every client reading and asking for progress. */
    private void settle() {
        store.unreachable(false);
        listener.applied(store.entriesAfter(told));
        told = store.revision();
        for (Client client : clients) {
            client.stream.allow(Integer.MAX_VALUE);
            client.session.drain();
        }
        quiesce();
        for (Client client : clients) {
            client.askForProgress();
        }
        quiesce();
    }

    /** Lets a second pass in small parts, at least, and as long as watches are catching up. */
    private void quiesce() {
        for (int i = 0; i < 10 || (hub.counts().catchingUp() > 0 && i < 10_000); i++) {
            stepUntilIdle();
            reads.finish(random);
            store.releaseBarriers(true);
            nanos += 100_000_000;
        }
        stepUntilIdle();
    }

    private void stepUntilIdle() {
        while (hub.step() == 0 || !sending.isEmpty()) {
            send();
        }
    }

    private void check() {
        ReplayedLog log = new ReplayedLog(store.entries(), store.compactedRevision());
        int open = 0;
        for (Client client : clients) {
            for (RecordedWatch watch : client.stream.watches()) {
                wrong.addAll(WatchValidator.allViolations(watch, log));
            }
            if (!client.gone && client.stream.closedWith() == null) {
                open += client.stream.open().size();
                checkAllSent(client, log);
            }
        }
        WatchCounts counts = hub.counts();
        if (counts.live() != open || counts.catchingUp() != 0) {
            wrong.add(open + " watches open, but " + counts);
        }
    }

    private void checkAllSent(Client client, ReplayedLog log) {
        boolean begun = true;
        for (RecordedWatch watch : client.stream.open().values()) {
            List<WatchEvent> owed = log.eventsFor(watch, watch.firstOwed(), told);
            if (watch.events().size() != owed.size()) {
                wrong.add("COMPLETE: owed " + revisions(owed) + " but sent " + revisions(watch.events()));
            }
            begun &= watch.firstOwed() <= told + (watch.request().startRevision() == 0 ? 1 : 0);
        }
        client.hearAnswers();
        if (begun && !client.stream.open().isEmpty() && client.lastAnswer != told) {
            wrong.add("ANSWERED: last " + client.lastAnswer + ", not " + told);
        }
    }

    private static List<Long> revisions(List<WatchEvent> events) {
        return events.stream().map(event -> event.current().modRevision()).toList();
    }

    /** The store, with time passing at every read. */
    private final class PausingHistory implements History {

        @Override
        public TailRead readEntries(long from, long to, long maxBytes) {
            TailRead read = store.readEntries(from, to, maxBytes);
            reads.pause();
            return read;
        }

        @Override
        public @Nullable Version versionAt(Key key, long revision) {
            return store.versionAt(key, revision);
        }

        @Override
        public @Nullable Value cached(Revision revision) {
            return store.cached(revision);
        }

        @Override
        public Map<Revision, Value> load(Collection<Revision> revisions) {
            reads.pause();
            Map<Revision, Value> values = store.load(revisions);
            reads.pause();
            return values;
        }

        @Override
        public long compactedRevision() {
            return store.compactedRevision();
        }

        @Override
        public CompletableFuture<Long> readBarrier() {
            return store.readBarrier();
        }
    }
}
