package io.evenkeel.mvcc.replica;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.log.RevisionLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does behind the scenes what a compaction asks for: forgets in the index, and later deletes in the log, what nobody may
 * read any more, in small steps with pauses. That reads below the compacted revision are refused at once is not its work.
 */
public final class Compactor implements Agent {

    private static final Logger logger = LoggerFactory.getLogger(Compactor.class);
    private static final long STEP_PAUSE_NANOS = Duration.ofMillis(10).toNanos();
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LEADER_CHECK_NANOS = Duration.ofSeconds(5).toNanos();
    private static final Key FIRST = Key.wrap(new byte[0]);

    private final RevisionLog log;
    private final LogTailer tailer;
    private final BooleanSupplier leads;
    private final long purgeDelayNanos;
    private final LongSupplier nanoTime;
    private final Signal signal = new Signal();
    private final ConcurrentLinkedQueue<Waiting> arriving = new ConcurrentLinkedQueue<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private long trimTarget = -1;
    private @Nullable Key trimFrom;
    private long purged = -1;
    private long purgeTarget = -1;
    private long purgeDueNanos;

    /** Whether the space of everything that was purged is given back, as far as it will be. */
    private boolean reclaimed;

    private record Waiting(long revision, CompletableFuture<@Nullable Void> done) {}

    /**
     * @param leads whether deleting what nobody waits for is this replica's work
     * @param purgeDelay how long after a compaction the deleting begins; readers on their way need the rows a little
     */
    public Compactor(
            RevisionLog log, LogTailer tailer, BooleanSupplier leads, Duration purgeDelay, LongSupplier nanoTime) {
        this.log = log;
        this.tailer = tailer;
        this.leads = leads;
        this.purgeDelayNanos = purgeDelay.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Completes once everything that compaction at {@code revision} made unreadable is physically deleted; does so now. */
    public CompletableFuture<@Nullable Void> purgeNow(long revision) {
        var done = new CompletableFuture<@Nullable Void>();
        arriving.add(new Waiting(revision, done));
        signal.raise();
        return done;
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public long step() {
        for (Waiting next = arriving.poll(); next != null; next = arriving.poll()) {
            waiting.add(next);
        }
        noteCompaction(tailer.compacted());
        if (trimFrom != null) {
            trimFrom = tailer.trim(trimFrom, trimTarget);
            return 0;
        }
        return purge();
    }

    private void noteCompaction(long compacted) {
        if (compacted > trimTarget && trimFrom == null) {
            trimTarget = compacted;
            trimFrom = FIRST;
        }
        if (compacted > purgeTarget && purged >= purgeTarget) {
            purgeTarget = compacted;
            purgeDueNanos = nanoTime.getAsLong() + purgeDelayNanos;
        }
    }

    private long purge() {
        if (purged >= purgeTarget) {
            tellWaiting();
            return reclaim();
        }
        long untilDue = purgeDueNanos - nanoTime.getAsLong();
        if (untilDue > 0 && waiting.isEmpty()) {
            return untilDue;
        }
        if (waiting.isEmpty() && !leads.getAsBoolean()) {
            return LEADER_CHECK_NANOS;
        }
        try {
            purged = log.purge(purgeTarget);
            reclaimed = false;
        } catch (DatastoreException e) {
            logger.warn("Deleting compacted history failed and will be tried again: {}", e.getMessage());
            waiting.forEach(waiter -> waiter.done().completeExceptionally(Refusal.UNAVAILABLE.asException()));
            waiting.clear();
            return RETRY_NANOS;
        }
        tellWaiting();
        return purged >= purgeTarget ? 0 : STEP_PAUSE_NANOS;
    }

    private long reclaim() {
        if (reclaimed) {
            return IDLE;
        }
        try {
            reclaimed = !log.reclaim();
        } catch (DatastoreException e) {
            logger.warn("Giving back the space of deleted history failed and will be tried again: {}", e.getMessage());
            return RETRY_NANOS;
        }
        return reclaimed ? IDLE : STEP_PAUSE_NANOS;
    }

    private void tellWaiting() {
        for (Iterator<Waiting> iterator = waiting.iterator(); iterator.hasNext(); ) {
            Waiting waiter = iterator.next();
            if (waiter.revision() <= purged) {
                iterator.remove();
                waiter.done().complete(null);
            }
        }
    }
}
