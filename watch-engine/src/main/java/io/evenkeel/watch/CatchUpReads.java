package io.evenkeel.watch;

import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.watch.Watcher.State;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reads for watchers that are behind: who waits for one, how many are under way, and the pause after one that failed.
 * Owned by the hub; the reads themselves run on an executor and come back through the inbox.
 */
final class CatchUpReads {

    private static final Logger log = LoggerFactory.getLogger(CatchUpReads.class);

    /** Watchers that one read may serve, and how far apart their revisions may be. */
    private static final int WATCHERS_PER_READ = 512;

    private static final int REVISIONS_PER_READ = 1000;
    private static final long FIRST_PAUSE_NANOS = 50_000_000;
    private static final long LONGEST_PAUSE_NANOS = 2_000_000_000;

    private final HubState hub;
    private final RecentEntries recent;
    private final History history;
    private final Executor executor;
    private final Inbox inbox;
    private final WatchSettings settings;
    private final LinkedHashSet<Watcher> waiting = new LinkedHashSet<>();
    private int underWay;
    private long pauseNanos;
    private long pausedUntilNanos;

    CatchUpReads(
            HubState hub,
            RecentEntries recent,
            History history,
            Executor executor,
            Inbox inbox,
            WatchSettings settings) {
        this.hub = hub;
        this.recent = recent;
        this.history = history;
        this.executor = executor;
        this.inbox = inbox;
        this.settings = settings;
    }

    void await(Watcher watcher) {
        watcher.become(State.WAITING);
        waiting.add(watcher);
    }

    void remove(Watcher watcher) {
        waiting.remove(watcher);
    }

    /** Starts as many reads as may be under way. */
    void start() {
        while (underWay < settings.concurrentReads() && !waiting.isEmpty() && hub.nowNanos() >= pausedUntilNanos) {
            start(nextRead());
        }
    }

    /** How long until a read may be started, if any is waiting for that alone. */
    long nanosUntilDue() {
        return waiting.isEmpty() || underWay >= settings.concurrentReads()
                ? Long.MAX_VALUE
                : Math.max(0, pausedUntilNanos - hub.nowNanos());
    }

    /** A read for the one that has waited longest, and for all who wait for about the same entries. */
    private CatchUpRead nextRead() {
        long from = waiting.getFirst().nextRevision();
        List<Watcher> group = new ArrayList<>();
        Iterator<Watcher> candidates = waiting.iterator();
        while (candidates.hasNext() && group.size() < WATCHERS_PER_READ) {
            Watcher candidate = candidates.next();
            long next = candidate.nextRevision();
            if (next >= from && next < from + REVISIONS_PER_READ) {
                group.add(candidate);
                candidates.remove();
            }
        }
        long maxBytes = settings.batch().bytes();
        return new CatchUpRead(group, from, hub.head(), atHand(from, maxBytes), history, maxBytes);
    }

    /** The entries themselves when only values are missing. */
    private List<LogEntry> atHand(long from, long maxBytes) {
        List<LogEntry> entries = new ArrayList<>();
        long bytes = 0;
        EntryEvents entry = recent.at(from);
        while (entry != null && bytes < maxBytes && entries.size() < REVISIONS_PER_READ) {
            entries.add(entry.entry());
            bytes += entry.sizeBytes();
            entry = recent.at(entry.revision() + 1);
        }
        return entries;
    }

    private void start(CatchUpRead read) {
        underWay++;
        hub.logReads++;
        read.group().forEach(watcher -> watcher.becomeReading(read));
        try {
            executor.execute(() -> inbox.put(new HubMessage.ReadEnded(read, read.run())));
        } catch (RejectedExecutionException e) {
            inbox.put(new HubMessage.ReadEnded(read, new CatchUpRead.Result.Failed(e)));
        }
    }

    /** Settles when the next read may start. */
    void ended(CatchUpRead.Result result) {
        underWay--;
        switch (result) {
            case CatchUpRead.Result.Entries _, CatchUpRead.Result.Purged _ -> goOn();
            case CatchUpRead.Result.Failed(var cause) -> {
                if (cause instanceof Error broken) {
                    throw broken;
                }
                pause(cause);
            }
        }
    }

    private void goOn() {
        if (pauseNanos > 0) {
            pauseNanos = 0;
            log.info("Watches that are behind can read the log again");
        }
    }

    /** Each failure in a row doubles the pause; only the first is worth a line. */
    private void pause(Throwable cause) {
        if (pauseNanos == 0) {
            log.warn("Watches that are behind cannot read the log and wait: {}", cause.toString());
        }
        pauseNanos = Math.clamp(pauseNanos * 2, FIRST_PAUSE_NANOS, LONGEST_PAUSE_NANOS);
        pausedUntilNanos = hub.nowNanos() + pauseNanos;
    }
}
