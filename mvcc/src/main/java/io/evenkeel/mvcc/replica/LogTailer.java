package io.evenkeel.mvcc.replica;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.index.KeyIndex;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.log.LogSlice;
import io.evenkeel.mvcc.log.LogSnapshot;
import io.evenkeel.mvcc.log.RevisionLog;
import io.evenkeel.mvcc.log.TailRead;
import io.evenkeel.mvcc.read.ValueCache;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The apply path: the only writer of the index and the one place where the applied revision moves. Entries come from the
 * log, read by whoever needs them, or straight from a successful append; whichever is first is applied, under one lock that
 * is never held while waiting for the datastore.
 */
public final class LogTailer {

    private static final Logger logger = LoggerFactory.getLogger(LogTailer.class);
    private static final int TRIM_KEYS = 1_000;
    private static final int PROGRESS_CHANGES = 1_000_000;

    private final RevisionLog log;
    private final ValueCache cache;
    private final long sliceBytes;
    private final List<EntryListener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock applyLock = new ReentrantLock();
    private final RecentBatches recentBatches = new RecentBatches();
    private final long clusterId;
    private volatile Applied applied;
    private volatile long compacted;
    private volatile long headSeen;
    private final LongAdder entriesRead = new LongAdder();

    /**
     * Loads the index; waits for the datastore.
     *
     * @param sliceBytes about how many bytes of keys and values to read from the log at once
     */
    public LogTailer(RevisionLog log, ValueCache cache, long sliceBytes) {
        this.log = log;
        this.cache = cache;
        this.sliceBytes = sliceBytes;
        var index = new KeyIndex();
        LogSnapshot snapshot = load(index);
        this.clusterId = snapshot.clusterId();
        this.applied = new Applied(index, snapshot.head());
        this.compacted = snapshot.compacted();
    }

    private LogSnapshot load(KeyIndex index) {
        var loaded = new long[1];
        LogSnapshot snapshot = log.load(change -> {
            index.restore(change);
            if (++loaded[0] % PROGRESS_CHANGES == 0) {
                logger.info("Loading the index: {} changes so far, at revision {}", loaded[0], change.main());
            }
        });
        logger.info(
                "Loaded the index: {} changes, head revision {}",
                loaded[0],
                snapshot.head().revision());
        return snapshot;
    }

    public void addListener(EntryListener listener) {
        listeners.add(listener);
    }

    public Applied applied() {
        return applied;
    }

    /** The newest revision that the log is known to have: what is applied, or more while the rest is being read. */
    public long head() {
        return Math.max(headSeen, applied.revision());
    }

    /** How many entries came from reading the log or from other replicas: those that were not appended here. */
    public long entriesRead() {
        return entriesRead.sum();
    }

    /** The compacted revision, -1 when nothing was ever compacted. */
    public long compacted() {
        return compacted;
    }

    /** The store's cluster id, as clients see it in every header. */
    public long clusterId() {
        return clusterId;
    }

    /** Applies the entries of an append of this replica's own that has succeeded. */
    public void applyOwn(List<LogEntry> entries) {
        applyLock.lock();
        try {
            apply(entries);
        } finally {
            applyLock.unlock();
        }
    }

    /**
     * Applies entries that another replica has applied and passes on.
     *
     * @param after the position before the first of them
     * @return false when they do not follow on what is applied here, and the log has to be read
     * @throws HistoryLostException when they are of another history than what is applied here
     */
    public boolean applyPassedOn(LogPosition after, List<LogEntry> entries) {
        applyLock.lock();
        try {
            LogPosition here = applied.position();
            if (after.revision() > here.revision()
                    || (after.revision() == here.revision() && after.batch() != here.batch())) {
                return false;
            }
            apply(entries);
            entriesRead.add(applied.revision() - here.revision());
            return true;
        } finally {
            applyLock.unlock();
        }
    }

    /**
     * Reads and applies everything that was in the log when this call began; waits for the datastore.
     *
     * @return the head that the log had, all of it applied now
     */
    public long catchUp() {
        long compactedBefore = compacted;
        return catchUp(log.readAfter(applied.position(), sliceBytes), compactedBefore);
    }

    /**
     * Takes the append lock, and then reads and applies everything that is in the log: nobody else can append now. Waits for
     * the datastore.
     *
     * @return the head of the log, all of it applied
     */
    public long lockAndCatchUp() {
        long compactedBefore = compacted;
        return catchUp(log.lockAndReadAfter(applied.position(), sliceBytes), compactedBefore);
    }

    private long catchUp(TailRead first, long compactedBefore) {
        TailRead read = first;
        long head = -1;
        while (true) {
            switch (read) {
                case LogSlice slice -> {
                    checkClusterId(slice.clusterId());
                    checkCompacted(slice.compacted(), compactedBefore);
                    head = Math.max(head, slice.head());
                    headSeen = head;
                    apply(slice);
                    if (applied.revision() >= head) {
                        return head;
                    }
                }
                case TailRead.HistoryPurged purged -> reload(purged.purged());
                case TailRead.HistoryLost lost ->
                    throw new HistoryLostException(
                            lost.expected(),
                            clusterId,
                            "the datastore no longer has revision "
                                    + lost.expected().revision()
                                    + " as this replica applied it: it was restored, or has failed over with a loss");
            }
            read = log.readAfter(applied.position(), sliceBytes);
        }
    }

    /** A compaction that is durable no more: what a failover lost may be as little as that. */
    private void checkCompacted(long found, long before) {
        if (found < before) {
            throw new HistoryLostException(
                    applied.position(),
                    clusterId,
                    "the store is compacted at %d, but was at %d: history was lost".formatted(found, before));
        }
    }

    private void checkClusterId(long found) {
        if (found != clusterId) {
            throw new HistoryLostException(
                    applied.position(),
                    clusterId,
                    "the store has another cluster id (%x) than when this replica started (%x): history was lost"
                            .formatted(found, clusterId));
        }
    }

    private void apply(LogSlice slice) {
        applyLock.lock();
        try {
            long before = applied.revision();
            apply(slice.entries());
            entriesRead.add(applied.revision() - before);
            if (slice.compacted() <= applied.revision()) {
                // Else the slice was cut short of it: what is current here would be refused as compacted.
                publishCompacted(slice.compacted());
            }
        } finally {
            applyLock.unlock();
        }
    }

    private void apply(List<LogEntry> entries) {
        Applied before = applied;
        int known = 0;
        while (known < entries.size() && entries.get(known).revision() <= before.revision()) {
            checkKnown(entries.get(known++));
        }
        List<LogEntry> news = entries.subList(known, entries.size());
        if (news.isEmpty()) {
            return;
        }
        long expected = before.revision() + 1;
        for (LogEntry entry : news) {
            if (entry.revision() != expected++) {
                throw new AssertionError(
                        "revision " + entry.revision() + " follows " + (expected - 2) + " in the log's entries");
            }
            before.index().apply(entry);
            recentBatches.add(entry);
            cacheValues(entry);
        }
        LogEntry last = news.getLast();
        applied = new Applied(before.index(), new LogPosition(last.revision(), last.batch()));
        for (EntryListener listener : listeners) {
            listener.applied(news);
        }
    }

    private void checkKnown(LogEntry entry) {
        if (!recentBatches.mayHold(entry)) {
            throw new HistoryLostException(
                    applied.position(),
                    clusterId,
                    "revision " + entry.revision() + " is another one than this replica applied: history was lost");
        }
    }

    private void cacheValues(LogEntry entry) {
        List<Change> changes = entry.changes();
        for (int sub = 0; sub < changes.size(); sub++) {
            if (changes.get(sub) instanceof Change.Put put) {
                cache.put(new Revision(entry.revision(), sub), put.value());
            }
        }
    }

    /** Loads a fresh index, because the log no longer has what lies between this one and its head. */
    private void reload(long purged) {
        logger.warn(
                "Revision {} applied here is behind the purged history, which ends at {}: loading the index anew",
                applied.revision(),
                purged);
        var index = new KeyIndex();
        LogSnapshot snapshot = load(index);
        checkClusterId(snapshot.clusterId());
        applyLock.lock();
        try {
            if (snapshot.head().revision() > applied.revision()) {
                applied = new Applied(index, snapshot.head());
                listeners.forEach(listener -> listener.reset(snapshot.head().revision()));
            }
            publishCompacted(snapshot.compacted());
        } finally {
            applyLock.unlock();
        }
    }

    /** Takes note that the log is compacted at {@code revision}; reads below it are refused from now on. */
    public void noteCompacted(long revision) {
        applyLock.lock();
        try {
            publishCompacted(revision);
        } finally {
            applyLock.unlock();
        }
    }

    private void publishCompacted(long revision) {
        if (revision > compacted) {
            compacted = revision;
            listeners.forEach(listener -> listener.compacted(revision));
        }
    }

    /**
     * Forgets, for some keys from {@code from} on, what compaction made unreadable. In steps, so that applying never waits
     * long.
     *
     * @return the key to go on from; null when all are done
     */
    @Nullable
    Key trim(Key from, long upTo) {
        applyLock.lock();
        try {
            return applied.index().compact(from, TRIM_KEYS, upTo);
        } finally {
            applyLock.unlock();
        }
    }
}
