package io.evenkeel.mvcc.store;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.RefusedException;
import io.evenkeel.mvcc.replica.Agent;
import io.evenkeel.mvcc.replica.Signal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compacts the history at the pace of etcd's {@code --auto-compaction-mode}: by time at least hourly, looking ten times as
 * often; by revisions every five minutes. Only the leader does; every member keeps note of the revisions, so that whoever
 * leads next can go on.
 */
final class AutoCompactor implements Agent {

    private static final Logger logger = LoggerFactory.getLogger(AutoCompactor.class);

    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
    private static final Duration REVISIONS_INTERVAL = Duration.ofMinutes(5);
    private static final int LOOKS_PER_INTERVAL = 10;

    private final AutoCompaction policy;
    private final LongSupplier revision;
    private final BooleanSupplier leads;
    private final LongFunction<CompletableFuture<Long>> compact;
    private final LongSupplier nanoTime;
    private final Signal signal = new Signal();
    private final long lookNanos;
    private final Deque<Seen> seen = new ArrayDeque<>();
    private long nextLook;
    private long nextCompaction;
    private long compactedAt;

    /** Whether the last compaction failed, and is to be tried again at the next look. */
    private volatile boolean failed;

    private record Seen(long nanos, long revision) {}

    /** @param compact compacts at a revision */
    AutoCompactor(
            AutoCompaction policy,
            LongSupplier revision,
            BooleanSupplier leads,
            LongFunction<CompletableFuture<Long>> compact,
            LongSupplier nanoTime) {
        this.policy = policy;
        this.revision = revision;
        this.leads = leads;
        this.compact = compact;
        this.nanoTime = nanoTime;
        this.lookNanos = switch (policy) {
            case AutoCompaction.Off() -> IDLE;
            case AutoCompaction.Periodic periodic -> interval(periodic).toNanos() / LOOKS_PER_INTERVAL;
            case AutoCompaction.Revisions _ -> REVISIONS_INTERVAL.toNanos();
        };
        this.nextLook = nanoTime.getAsLong();
        this.nextCompaction = policy instanceof AutoCompaction.Periodic periodic
                ? nextLook + periodic.retention().toNanos()
                : nextLook;
    }

    private static Duration interval(AutoCompaction.Periodic periodic) {
        return periodic.retention().compareTo(LONGEST_INTERVAL) < 0 ? periodic.retention() : LONGEST_INTERVAL;
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public long step() {
        long now = nanoTime.getAsLong();
        if (lookNanos == IDLE) {
            return IDLE;
        }
        if (now - nextLook < 0) {
            return nextLook - now;
        }
        nextLook = now + lookNanos;
        switch (policy) {
            case AutoCompaction.Off() -> {}
            case AutoCompaction.Periodic periodic -> look(periodic, now);
            case AutoCompaction.Revisions(long retention) -> compactAt(revision.getAsLong() - retention);
        }
        return lookNanos;
    }

    private void look(AutoCompaction.Periodic periodic, long now) {
        long retention = periodic.retention().toNanos();
        seen.addLast(new Seen(now, revision.getAsLong()));
        Seen oldEnough = null;
        while (!seen.isEmpty() && now - seen.getFirst().nanos() >= retention) {
            oldEnough = seen.removeFirst();
        }
        if (oldEnough == null) {
            return;
        }
        seen.addFirst(oldEnough);
        if (now - nextCompaction >= 0 || failed) {
            if (compactAt(oldEnough.revision())) {
                nextCompaction = now + interval(periodic).toNanos();
            }
        }
    }

    /** Whether it was begun: there was something to compact, and this member leads. */
    private boolean compactAt(long at) {
        boolean again = failed;
        if (at <= 1 || (at <= compactedAt && !again) || !leads.getAsBoolean()) {
            return false;
        }
        compactedAt = at;
        failed = false;
        var _ = compact.apply(at).whenComplete((done, failure) -> {
            if (failure == null) {
                logger.info("Compacted the history below revision {}, as --auto-compaction-mode asks for", at);
            } else if (!isCompactedAlready(failure)) {
                failed = true;
                logger.warn("Cannot compact the history below revision {} yet: {}", at, failure.getMessage());
            }
        });
        return true;
    }

    private static boolean isCompactedAlready(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RefusedException refused && refused.refusal() == Refusal.COMPACTED;
    }
}
