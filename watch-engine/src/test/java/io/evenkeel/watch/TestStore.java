package io.evenkeel.watch;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.index.KeyIndex;
import io.evenkeel.mvcc.index.Version;
import io.evenkeel.mvcc.log.AppendBatch;
import io.evenkeel.mvcc.log.AppendResult;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.log.InMemoryRevisionLog;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.log.TailRead;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A store with a real log in memory and a real index, written to by hand, and with faults to be switched on. What it writes
 * is applied to its own index at once; whoever owns it tells the hub. One thread writes, any may read history.
 */
final class TestStore implements History {

    private static final Key FIRST_KEY = Key.wrap(new byte[0]);

    private final InMemoryRevisionLog log = new InMemoryRevisionLog();
    private final KeyIndex index = new KeyIndex();
    private final Map<Revision, Value> cache = new ConcurrentHashMap<>();
    private final List<LogEntry> entries = new ArrayList<>();
    private final List<CompletableFuture<Long>> heldBarriers = new ArrayList<>();
    private final AtomicInteger valuesLoaded = new AtomicInteger();
    private volatile long revision = 1;
    private LogPosition head = LogPosition.START;
    private volatile long compacted = -1;
    private boolean barriersHeld;
    private boolean unreachable;

    /** One transaction in the making; each key at most once. */
    final class Txn {
        private final LinkedHashMap<Key, Change> changes = new LinkedHashMap<>();

        Txn put(String key, String value) {
            return put(key, value, 0);
        }

        Txn put(String key, String value, long lease) {
            Key k = Key.of(key);
            Version before = index.versionAt(k, revision());
            long createRevision = revision() + 1;
            long version = 1;
            long previousMain = 0;
            if (before != null && !before.isTombstone()) {
                createRevision = before.createRevision();
                version = before.version() + 1;
                previousMain = before.modRevision();
            }
            Change put = new Change.Put(k, Value.of(value), createRevision, version, previousMain, lease);
            changes.put(k, put);
            return this;
        }

        /** Deletes the key if it exists. */
        Txn delete(String key) {
            Key k = Key.of(key);
            Version before = index.versionAt(k, revision());
            if (before != null && !before.isTombstone()) {
                changes.put(k, new Change.Delete(k, before.modRevision()));
            }
            return this;
        }

        /** Takes the next revision, if anything changes; returns the store's revision. */
        long commit() {
            if (!changes.isEmpty()) {
                append(new LogEntry(revision() + 1, revision() + 1, List.copyOf(changes.values())));
            }
            return revision();
        }
    }

    Txn txn() {
        return new Txn();
    }

    long put(String key, String value) {
        return txn().put(key, value).commit();
    }

    long delete(String key) {
        return txn().delete(key).commit();
    }

    private void append(LogEntry entry) {
        var batch = new AppendBatch(entry.batch(), List.of(entry), List.of());
        if (!(log.append(head, batch) instanceof AppendResult.Appended)) {
            throw new AssertionError("not appended: " + entry);
        }
        entries.add(entry);
        index.apply(entry);
        for (int sub = 0; sub < entry.changes().size(); sub++) {
            if (entry.changes().get(sub) instanceof Change.Put put) {
                cache.put(new Revision(entry.revision(), sub), put.value());
            }
        }
        revision = entry.revision();
        head = new LogPosition(revision, entry.batch());
    }

    long revision() {
        return revision;
    }

    /** Everything written since the start. */
    List<LogEntry> entries() {
        return entries;
    }

    /** Those after {@code revision}. */
    List<LogEntry> entriesAfter(long revision) {
        return List.copyOf(entries.subList((int) revision - 1, entries.size()));
    }

    /** Compacts for everyone: the index forgets at once, the log when purged. */
    void compact(long revision) {
        log.compact(revision);
        compacted = revision;
        index.compact(FIRST_KEY, Integer.MAX_VALUE, revision);
    }

    /** Compacts in the log alone, as another replica does, unknown to this one. */
    void compactElsewhere(long revision) {
        log.compact(revision);
    }

    /** Deletes from the log what is compacted. */
    void purge(long upTo) {
        while (log.purge(upTo) < upTo) {
            // it goes in steps
        }
    }

    /** Makes the index forget what it may forget only once {@code revision} is compacted. */
    void forgetVersions(long revision) {
        index.compact(FIRST_KEY, Integer.MAX_VALUE, revision);
    }

    int valuesLoaded() {
        return valuesLoaded.get();
    }

    void forgetCachedValues() {
        cache.clear();
    }

    void forgetCachedValue(Revision revision) {
        cache.remove(revision);
    }

    /** While true, nothing can be read. */
    void unreachable(boolean now) {
        unreachable = now;
    }

    private void checkReachable() {
        if (unreachable) {
            throw new DatastoreException("unreachable");
        }
    }

    void holdBarriers() {
        barriersHeld = true;
    }

    /** Ends the barriers held so far, in success or failure, as of now. */
    void releaseBarriers(boolean success) {
        List<CompletableFuture<Long>> held = List.copyOf(heldBarriers);
        heldBarriers.clear();
        for (CompletableFuture<Long> barrier : held) {
            if (success) {
                barrier.complete(revision());
            } else {
                barrier.completeExceptionally(Refusal.UNAVAILABLE.asException());
            }
        }
    }

    int heldBarriers() {
        return heldBarriers.size();
    }

    @Override
    public TailRead readEntries(long from, long to, long maxBytes) {
        checkReachable();
        return log.readEntries(from, to, maxBytes);
    }

    @Override
    public @Nullable Version versionAt(Key key, long revision) {
        return index.versionAt(key, revision);
    }

    @Override
    public @Nullable Value cached(Revision revision) {
        return cache.get(revision);
    }

    @Override
    public Map<Revision, Value> load(Collection<Revision> revisions) {
        checkReachable();
        valuesLoaded.addAndGet(revisions.size());
        return log.readValues(revisions);
    }

    @Override
    public long compactedRevision() {
        return compacted;
    }

    @Override
    public CompletableFuture<Long> readBarrier() {
        if (!barriersHeld) {
            return CompletableFuture.completedFuture(revision());
        }
        CompletableFuture<Long> barrier = new CompletableFuture<>();
        heldBarriers.add(barrier);
        return barrier;
    }
}
