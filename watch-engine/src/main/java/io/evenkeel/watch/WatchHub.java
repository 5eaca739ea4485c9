package io.evenkeel.watch;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.replica.Agent;
import io.evenkeel.mvcc.replica.EntryListener;
import io.evenkeel.mvcc.replica.Measurements;
import io.evenkeel.mvcc.replica.ProgressWishes;
import io.evenkeel.mvcc.replica.Signal;
import io.evenkeel.watch.Watcher.State;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Fans out what is applied to the client streams that watch. All state of all watches is owned by the one thread that
 * calls {@link #step}; everyone else puts messages into its inbox, so that requests, entries and what comes of reads have
 * one order, and every stream is told of them in that order.
 *
 * <p>What holds at the end of each message: every live watcher has been offered all events up to the head; one that was
 * not is behind and knows the next revision it is owed; progress says only what holds for the whole stream.
 */
public final class WatchHub implements Agent, EntryListener {

    private static final int MESSAGES_PER_STEP = 1024;
    private static final int TURNS_PER_STEP = 16;
    private static final int WISHES_PER_STEP = 1024;

    private final WatchSettings settings;
    private final Signal signal = new Signal();
    private final Inbox inbox;
    private final HubState hub;
    private final LongSupplier nanoTime;
    private final Measurements measurements;
    private final OutboxBytes outboxes;
    private final LinkedHashSet<WatchSession> sessions = new LinkedHashSet<>();
    private final WatcherRegistry registry = new WatcherRegistry();
    private final RecentEntries recent;
    private final CatchUpReads reads;
    private final CatchUp catchUp;
    private final FanOut fanOut;
    private final WatchRequests requests;
    private final RequestedProgress requested;
    private final PeriodicProgress periodic;
    private final PushedProgress pushed;
    private final ProgressWishes wishes = new ProgressWishes(WISHES_PER_STEP);
    private volatile WatchCounts counts;

    /** One that nobody measures. */
    public WatchHub(
            History history,
            Executor reads,
            WatchSettings settings,
            LongSupplier nanoTime,
            RandomGenerator random,
            long revision) {
        this(history, reads, settings, nanoTime, random, revision, Measurements.NONE);
    }

    /**
     * @param reads runs reads of the past, which may block; {@link WatchSettings#concurrentReads} at a time
     * @param nanoTime as {@link System#nanoTime}
     * @param random spreads the timers of the streams
     * @param revision what is applied already; the first entry to be told of follows it
     */
    public WatchHub(
            History history,
            Executor reads,
            WatchSettings settings,
            LongSupplier nanoTime,
            RandomGenerator random,
            long revision,
            Measurements measurements) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.measurements = measurements;
        this.inbox = new Inbox(settings.backlogBytes(), signal, nanoTime);
        this.hub = new HubState(history, nanoTime, revision);
        this.outboxes = new OutboxBytes(settings.total().outboxBytes());
        this.recent = new RecentEntries(settings.recentBytes());
        PreviousValues previousValues = new PreviousValues(history);
        this.reads = new CatchUpReads(hub, recent, history, reads, inbox, settings);
        this.catchUp = new CatchUp(hub, registry, new Replay(hub, recent, previousValues, settings), this.reads);
        this.fanOut = new FanOut(registry, previousValues, catchUp);
        this.requested = new RequestedProgress(hub, history, inbox);
        this.periodic = new PeriodicProgress(hub, settings, random);
        this.pushed = new PushedProgress(hub, settings);
        this.requests = new WatchRequests(
                hub, registry, catchUp, pushed, settings.total().watchBytes());
        this.counts = hub.counts(0);
    }

    /** Begins a session for a client stream. May be called from any thread. */
    public WatchSession open(WatchStream stream) {
        WatchSession session = new WatchSession(stream, inbox, hub, outboxes, settings, this::sent);
        inbox.put(new HubMessage.Opened(session));
        return session;
    }

    /**
     * Ends every stream with {@code reason}, without sending what is queued. Streams opened later are served. May be called
     * from any thread.
     *
     * @return completes once all of them have been given that to do
     */
    public CompletableFuture<Void> closeAll(Refusal reason) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        inbox.put(new HubMessage.CloseAll(reason, done));
        return done;
    }

    /**
     * Somebody waits until the watches with {@code progress_notify} whose range begins with a certain key are told of progress: they
     * are, as soon as that is true at {@code revision} or beyond. A hint: of very many at a time some are left out. May be called
     * from any thread.
     *
     * @param start {@link io.evenkeel.mvcc.Key#fingerprint} of the key
     */
    public void wantProgress(long start, long revision) {
        if (wishes.add(start, revision)) {
            signal.raise();
        }
    }

    @Override
    public void applied(List<LogEntry> entries) {
        if (!entries.isEmpty()) {
            inbox.applied(entries);
        }
    }

    @Override
    public void compacted(long revision) {
        inbox.put(new HubMessage.CompactedAt(revision));
    }

    @Override
    public void reset(long revision) {
        inbox.reset(revision);
    }

    @Override
    public Signal signal() {
        return signal;
    }

    /** As of the end of the last step. */
    public WatchCounts counts() {
        return counts;
    }

    @Override
    public long step() {
        hub.readClock();
        for (int i = 0; i < MESSAGES_PER_STEP; i++) {
            HubMessage message = inbox.poll();
            if (message == null) {
                break;
            }
            hear(message);
        }
        wishes.take().forEach(this::want);
        boolean moreTurns = catchUp.takeTurns(TURNS_PER_STEP);
        reads.start();
        requested.proceed();
        periodic.tick();
        pushed.push();
        hub.sessions = sessions.size();
        counts = hub.counts(registry.size());
        return moreTurns || !inbox.isEmpty() ? 0 : nanosUntilDue();
    }

    /** On the thread of a stream, which has been sent what it takes of the events of entries that were applied then. */
    private void sent(long appliedNanos) {
        measurements.watchTold(nanoTime.getAsLong() - appliedNanos);
    }

    private long nanosUntilDue() {
        return Math.min(
                Math.min(reads.nanosUntilDue(), requested.nanosUntilDue()),
                Math.min(periodic.nanosUntilDue(), pushed.nanosUntilDue()));
    }

    private void hear(HubMessage message) {
        switch (message) {
            case HubMessage.Applied(var entries, var _, long atNanos) -> {
                hub.tellingSince(OptionalLong.of(atNanos));
                entries.forEach(this::tell);
                hub.tellingSince(OptionalLong.empty());
            }
            case HubMessage.Skipped(long revision) -> {
                hub.backlogsSkipped++;
                jumpTo(revision);
            }
            case HubMessage.Reset(long revision) -> resetTo(revision);
            case HubMessage.CompactedAt(long revision) -> {
                hub.compactedAt(revision);
                catchUp.overtake();
            }
            case HubMessage.Opened(var session) -> opened(session);
            case HubMessage.Create(var session, var request) -> {
                if (!session.watches().isClosed()) {
                    requests.create(session, request);
                }
            }
            case HubMessage.Cancel(var session, long watchId) -> requests.cancel(session, watchId);
            case HubMessage.AskProgress(var session) -> requested.ask(session);
            case HubMessage.Drained(var session) -> {
                catchUp.resume(session);
                pushed.resume();
            }
            case HubMessage.Closed(var session) -> closed(session);
            case HubMessage.CloseAll(var reason, var done) -> {
                endAll(reason);
                done.complete(null);
            }
            case HubMessage.ReadEnded(var read, var result) -> catchUp.ended(read, result);
            case HubMessage.BarrierEnded(var round, var proof) -> requested.barrierEnded(round, proof);
        }
    }

    private void want(long start, long revision) {
        registry.wantingProgressFrom(start).forEach(watcher -> pushed.want(watcher.session(), revision));
    }

    private void tell(LogEntry entry) {
        if (entry.revision() != hub.head() + 1) {
            throw new AssertionError("entry " + entry.revision() + " after revision " + hub.head());
        }
        EntryEvents events = new EntryEvents(entry);
        fanOut.tell(events);
        recent.add(events);
        hub.headAt(entry.revision());
    }

    /** A head below ours is another history: no revision that a client knows means anything in it. */
    private void resetTo(long revision) {
        if (revision < hub.head()) {
            endAll(Refusal.UNAVAILABLE);
            hub.forgetCompacted();
        }
        jumpTo(revision);
    }

    /** The entries up to {@code revision} are not told of, so whoever may be owed one of them is behind. */
    private void jumpTo(long revision) {
        long firstUntold = hub.head() + 1;
        for (WatchSession session : sessions) {
            for (Watcher watcher : session.watches().all()) {
                if (watcher.state() == State.LIVE) {
                    catchUp.fallBehind(watcher, firstUntold);
                }
            }
        }
        recent.clear();
        hub.headAt(revision);
    }

    private void opened(WatchSession session) {
        sessions.add(session);
        periodic.open(session);
    }

    private void endAll(Refusal reason) {
        for (WatchSession session : new ArrayList<>(sessions)) {
            session.end(reason);
            closed(session);
        }
    }

    private void closed(WatchSession session) {
        if (sessions.remove(session)) {
            requests.cancelAll(session);
            periodic.remove(session);
            pushed.remove(session);
            session.watches().close();
        }
    }
}
