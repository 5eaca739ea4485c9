package io.evenkeel.mvcc.store;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.RefusedException;
import io.evenkeel.mvcc.alarm.Alarm;
import io.evenkeel.mvcc.alarm.Alarms;
import io.evenkeel.mvcc.lease.LeaseStore;
import io.evenkeel.mvcc.lessor.LeaseReaper;
import io.evenkeel.mvcc.lessor.Lessor;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.log.RevisionLog;
import io.evenkeel.mvcc.member.Member;
import io.evenkeel.mvcc.member.Membership;
import io.evenkeel.mvcc.read.RangeAnswer;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.read.Resolved;
import io.evenkeel.mvcc.read.Room;
import io.evenkeel.mvcc.read.Stage;
import io.evenkeel.mvcc.read.ValueCache;
import io.evenkeel.mvcc.read.ValueReader;
import io.evenkeel.mvcc.replica.Agent;
import io.evenkeel.mvcc.replica.AgentThread;
import io.evenkeel.mvcc.replica.Compactor;
import io.evenkeel.mvcc.replica.EntryListener;
import io.evenkeel.mvcc.replica.HistoryLostException;
import io.evenkeel.mvcc.replica.IndexCheck;
import io.evenkeel.mvcc.replica.LogTailer;
import io.evenkeel.mvcc.replica.ProgressListener;
import io.evenkeel.mvcc.replica.Relay;
import io.evenkeel.mvcc.replica.StoreEnvironment;
import io.evenkeel.mvcc.replica.TailAgent;
import io.evenkeel.mvcc.replica.WakeUps;
import io.evenkeel.mvcc.write.BatchListener;
import io.evenkeel.mvcc.write.Mutation;
import io.evenkeel.mvcc.write.Outcome;
import io.evenkeel.mvcc.write.Sequencer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replica's whole view of a store: what the API layer asks and what keeps it up to date. Reads of single keys whose
 * values are at hand are answered on the calling thread; everything else comes back on another.
 *
 * <p>Futures complete exceptionally with a {@link RefusedException} or, when the datastore cannot be reached, with a {@link
 * io.evenkeel.mvcc.log.DatastoreException}. What follows on them must not block.
 */
public final class KeyValueStore implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(KeyValueStore.class);

    private final RevisionLog log;
    private final LogTailer tailer;
    private final TailAgent tailAgent;
    private final ValueReader values;
    private final Sequencer sequencer;
    private final Compactor compactor;
    private final LeaseReaper reaper;
    private final Lessor lessor;
    private final StoreReader reader;
    private final Executor blocking;
    private final Membership membership;
    private final Alarms alarms;
    private final AlarmGate gate;
    private final IndexCheck indexCheck;
    private final AutoCompactor autoCompactor;
    private final WakeUps wakeUps;
    private volatile ProgressListener progressListener = (_, _) -> {};
    private volatile Relay relay = Relay.NONE;
    private final List<AgentThread> threads = new ArrayList<>();

    /**
     * Loads the index; waits for the datastore.
     *
     * @param wakeUps are to be closed by the caller, after the store
     */
    public KeyValueStore(
            RevisionLog log,
            LeaseStore leaseStore,
            WakeUps wakeUps,
            Membership membership,
            Alarms alarms,
            StoreSettings settings,
            StoreEnvironment environment) {
        this.log = log;
        this.blocking = environment.blocking();
        this.membership = membership;
        this.alarms = alarms;
        this.wakeUps = wakeUps;
        LongSupplier nanoTime = environment.nanoTime();
        var cache = new ValueCache(settings.valueCacheBytes());
        this.tailer = new LogTailer(log, cache, settings.limits().batchBytes());
        var quota = new Quota(settings.quotaBytes(), this::keptBytes);
        this.gate = new AlarmGate(alarms, quota, membership.self().id(), blocking);
        this.tailAgent = new TailAgent(tailer, wakeUps, settings.pollInterval(), nanoTime, environment.measurements());
        this.values = new ValueReader(log, cache, blocking);
        this.sequencer = new Sequencer(
                log, leaseStore, tailer, values, gate::refusal, new OwnBatches(), environment, settings.limits());
        this.compactor = new Compactor(log, tailer, membership::leads, settings.purgeDelay(), nanoTime);
        this.reaper = new LeaseReaper(leaseStore, sequencer, membership, settings.leaseCheckInterval(), nanoTime);
        this.indexCheck = new IndexCheck(log, tailer, this::raiseCorrupt, settings.indexCheckInterval(), nanoTime);
        this.lessor = new Lessor(leaseStore, tailer, sequencer, gate::refusalOfLease, blocking);
        this.reader = new StoreReader(tailer, values, blocking);
        this.autoCompactor = new AutoCompactor(
                settings.autoCompaction(), this::revision, membership::leads, at -> compact(at, false), nanoTime);
    }

    private void raiseCorrupt(String difference) {
        logger.error("The index is not what the log says: {}", difference);
        alarms.raise(new Alarm(membership.self().id(), Alarm.Kind.CORRUPT));
    }

    /** Says to the other replicas that there is something to read in the log. Returns at once. */
    public void wakeOthersUp() {
        if (membership.members().size() > 1) {
            wakeUps.announce(revision());
        }
    }

    /** @param onFailure told when a broken invariant has ended one of the store's threads; the process should not go on */
    public void start(Consumer<Throwable> onFailure) {
        membership.step();
        alarms.step();
        listenToWakeUps();
        agents().forEach((name, agent) -> threads.add(new AgentThread(name, agent, onFailure).start()));
    }

    /** Part of {@link #start}, for a test that starts nothing else. */
    public void listenToWakeUps() {
        wakeUps.listen(new WakeUps.Listener() {
            @Override
            public void head(long head) {
                tailAgent.hint(head);
            }

            @Override
            public void progressWanted(long start, long revision) {
                tailAgent.hint(revision);
                progressListener.wanted(start, revision);
            }

            @Override
            public void membersChanged() {
                membership.beatSoon();
            }
        });
    }

    /**
     * Says that somebody waits until the watches whose range begins with {@code key} are told of progress to {@code revision}, here
     * and at the other replicas. A hint, and may be lost. Returns at once.
     */
    public void wantProgress(Key key, long revision) {
        long start = key.fingerprint();
        progressListener.wanted(start, revision);
        if (membership.members().size() > 1) {
            wakeUps.wantProgress(start, revision);
        }
    }

    /**
     * To be called before {@link #start}.
     *
     * @param listener told whose progress somebody waits for, at any replica; on any thread; returns at once
     */
    public void onProgressWanted(ProgressListener listener) {
        progressListener = listener;
    }

    /** To be called before {@link #start}. */
    public void relayBy(Relay bringer) {
        relay = bringer;
    }

    /** What {@link #start} runs, each on a thread of its name. A test that starts nothing steps them itself. */
    public SequencedMap<String, Agent> agents() {
        var agents = new LinkedHashMap<String, Agent>();
        if (log.shared()) {
            agents.put("tailer", tailAgent);
        }
        agents.put("membership", membership);
        agents.put("alarms", alarms);
        agents.put("index-check", indexCheck);
        agents.put("sequencer", sequencer);
        agents.put("compactor", compactor);
        agents.put("lease-reaper", reaper);
        agents.put("auto-compactor", autoCompactor);
        return agents;
    }

    /** To be called before {@link #start}. */
    public void addListener(EntryListener listener) {
        tailer.addListener(listener);
    }

    /** @param serializable whether an answer from what this replica has applied will do, however old */
    public CompletableFuture<Resolved<RangeAnswer>> range(RangeQuery query, boolean serializable) {
        return range(query, serializable, Room.UNBOUNDED);
    }

    /**
     * As {@link #range(RangeQuery, boolean)}, for a client.
     *
     * @param room for the answer and what is read for it
     */
    public CompletableFuture<Resolved<RangeAnswer>> range(RangeQuery query, boolean serializable, Room room) {
        boolean single = query.range().single();
        if (serializable || !log.shared()) {
            return single
                    ? reader.range(query, room)
                    : turn(room).thenComposeAsync(inTurn -> reader.range(query, room), blocking);
        }
        CompletableFuture<Long> proof =
                room.stages().during(Stage.BARRIER, tailAgent.barrier().await());
        return (single ? proof : proof.thenCompose(head -> turn(room)))
                .thenComposeAsync(ready -> reader.range(query, room), blocking);
    }

    private static CompletableFuture<@Nullable Void> turn(Room room) {
        return room.stages().during(Stage.ROOM, room.turn());
    }

    /** Evaluates and appends what {@code mutation} changes. A transaction that can only read appends nothing. */
    public CompletableFuture<Resolved<Outcome>> write(Mutation mutation) {
        return write(mutation, Room.UNBOUNDED);
    }

    /**
     * As {@link #write(Mutation)}, for a client.
     *
     * @param room for the answer and what is read before it
     */
    public CompletableFuture<Resolved<Outcome>> write(Mutation mutation, Room room) {
        CompletableFuture<Outcome> outcome = sequencer.submit(mutation, room);
        var answer = outcome.thenCompose(done -> reader.resolve(done, room));
        var _ = answer.whenComplete((resolved, failure) -> {
            if (failure != null) {
                outcome.completeExceptionally(failure);
            }
        });
        return answer;
    }

    /**
     * Compacts the history below {@code revision}: reads below it are refused at once and on all replicas.
     *
     * @param physical complete only when the rows are deleted
     * @return the store's revision
     */
    public CompletableFuture<Long> compact(long revision, boolean physical) {
        Optional<Refusal> refusal = gate.refusalOfCompaction();
        if (refusal.isPresent()) {
            return CompletableFuture.failedFuture(refusal.get().asException());
        }
        return readBarrier().thenComposeAsync(head -> compactBelow(revision, physical, head), blocking);
    }

    private CompletableFuture<Long> compactBelow(long revision, boolean physical, long head) {
        if (revision <= tailer.compacted()) {
            throw Refusal.COMPACTED.asException();
        }
        if (revision > head) {
            throw Refusal.FUTURE_REVISION.asException();
        }
        if (log.compact(revision) >= revision) {
            throw Refusal.COMPACTED.asException();
        }
        tailer.noteCompacted(revision);
        compactor.signal().raise();
        return physical
                ? compactor.purgeNow(revision).thenApply(done -> revision())
                : CompletableFuture.completedFuture(revision());
    }

    /** Completes with a revision that is applied here and was current at some moment after this call. */
    public CompletableFuture<Long> readBarrier() {
        return log.shared() ? tailAgent.barrier().await() : CompletableFuture.completedFuture(revision());
    }

    /** Completes when {@code revision}, which is in the log, is applied here. */
    public CompletableFuture<Long> applied(long revision) {
        long here = revision();
        return here >= revision ? CompletableFuture.completedFuture(here) : readBarrier();
    }

    /**
     * Takes entries that another replica of the store has applied, which saves reading them from the log. What does not fit
     * is left to the log, which decides.
     *
     * @param after the position before the first of them
     */
    public void passOn(LogPosition after, List<LogEntry> entries) {
        boolean applied;
        try {
            applied = tailer.applyPassedOn(after, entries);
        } catch (HistoryLostException e) {
            applied = false;
        }
        if (!applied) {
            readLogSoon();
        }
    }

    /** Reads the log at once, for there may be something in it that nobody says any more. Returns at once. */
    public void readLogSoon() {
        tailAgent.hint(Long.MAX_VALUE);
    }

    /** The revision up to which this replica has applied the log. */
    public long revision() {
        return tailer.applied().revision();
    }

    /** The compacted revision, -1 when nothing was ever compacted. */
    public long compactedRevision() {
        return tailer.compacted();
    }

    /** About how many bytes the store keeps, keys and values and what they take beside: what the quota is compared with. */
    public long keptBytes() {
        return tailer.applied().index().keptBytes();
    }

    public long clusterId() {
        return tailer.clusterId();
    }

    public Alarms alarms() {
        return alarms;
    }

    public Membership membership() {
        return membership;
    }

    /** How many leases this replica has revoked because they had expired. */
    public long expiredLeases() {
        return reaper.expired();
    }

    public Lessor lessor() {
        return lessor;
    }

    public RevisionLog log() {
        return log;
    }

    public LogTailer tailer() {
        return tailer;
    }

    public ValueReader values() {
        return values;
    }

    public Sequencer sequencer() {
        return sequencer;
    }

    /** Finishes what was submitted, then ends the store's threads. The log stays open. */
    @Override
    public void close() {
        sequencer.stop();
        threads.reversed().forEach(AgentThread::close);
        membership.leave();
    }

    /** Says to the other replicas what this one has appended. */
    private final class OwnBatches implements BatchListener {

        @Override
        public void appended() {
            relay.hold();
        }

        @Override
        public void answered(long head) {
            relay.release();
            for (Member member : membership.members()) {
                if (member.id() != membership.self().id() && !relay.reaches(member.id(), head)) {
                    wakeUps.announce(head);
                    return;
                }
            }
        }
    }
}
