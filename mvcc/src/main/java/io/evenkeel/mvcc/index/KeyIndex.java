package io.evenkeel.mvcc.index;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.LogEntry;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys in order, each with its {@link KeyHistory}, and what hangs on each lease. A function of the log prefix applied
 * to it.
 *
 * <p>One writer at a time, any number of readers without a lock. A reader takes the applied revision first and asks for
 * nothing newer; the writer publishes the applied revision last.
 */
public final class KeyIndex {

    private final ConcurrentNavigableMap<Key, KeyHistory> histories = new ConcurrentSkipListMap<>();

    /** The same by key: most requests name one key, and the way down an ordered map is a miss of the processor's cache a step. */
    private final Map<Key, KeyHistory> byKey = new ConcurrentHashMap<>();

    private final LeaseAttachments attachments = new LeaseAttachments();

    /** Changed by the writer only. */
    private volatile long keptBytes;

    /** Adds the changes of the entry that follows the last one applied. For the writer. */
    public void apply(LogEntry entry) {
        List<Change> changes = entry.changes();
        for (int sub = 0; sub < changes.size(); sub++) {
            switch (changes.get(sub)) {
                case Change.Put put ->
                    add(
                            put.key(),
                            entry.revision(),
                            sub,
                            put.createRevision(),
                            put.version(),
                            put.lease(),
                            put.value().length());
                case Change.Delete delete -> add(delete.key(), entry.revision(), sub, 0, 0, 0, 0);
            }
        }
    }

    /** Adds one stored change while the index is loaded, in revision order. For the writer. */
    public void restore(KeyMetadata stored) {
        add(
                stored.key(),
                stored.main(),
                stored.sub(),
                stored.createRevision(),
                stored.version(),
                stored.lease(),
                stored.valueBytes());
    }

    private void add(Key key, long main, int sub, long createRevision, long version, long lease, int valueBytes) {
        KeyHistory history = byKey.get(key);
        boolean isNew = history == null;
        if (history == null) {
            history = new KeyHistory(key);
        }
        Version before = history.newest();
        Version added = new Version(main, sub, createRevision, version, lease, valueBytes, before);
        history.add(added);
        if (isNew) {
            histories.put(key, history);
            byKey.put(key, history);
        }
        attachments.moved(history.key(), before == null ? 0 : before.lease(), lease);
        keep(history.bytesOf(added));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void keep(long bytes) {
        keptBytes += bytes;
    }

    /** The index as of {@code revision}, which must be applied. */
    public View view(long revision) {
        return new IndexView(this, revision);
    }

    /** The newest version of the key at or below {@code revision}, also a tombstone; null if none is known. */
    public @Nullable Version versionAt(Key key, long revision) {
        KeyHistory history = byKey.get(key);
        return history == null ? null : history.versionAt(revision);
    }

    /** Which keys hang on which lease, as of what is applied. */
    public LeaseAttachments attachments() {
        return attachments;
    }

    /** The histories of a range in key order; weakly consistent, as a reader needs it. */
    Iterator<KeyHistory> histories(KeyRange range) {
        Key end = range.end();
        return (end == null
                        ? histories.tailMap(range.start(), true)
                        : histories.subMap(range.start(), true, end, false))
                .values()
                .iterator();
    }

    /**
     * Forgets, for at most {@code limit} keys from {@code from} on, what compaction at {@code compacted} made unreadable.
     * For the writer, who so does it in steps.
     *
     * @return the key to go on from; null when all keys are done
     */
    public @Nullable Key compact(Key from, int limit, long compacted) {
        Iterator<KeyHistory> iterator = histories(KeyRange.from(from));
        for (int i = 0; i < limit; i++) {
            if (!iterator.hasNext()) {
                return null;
            }
            KeyHistory history = iterator.next();
            keep(-history.compact(compacted));
            if (history.isEmpty()) {
                iterator.remove();
                byKey.remove(history.key());
            }
        }
        return iterator.hasNext() ? iterator.next().key() : null;
    }

    /**
     * About how many bytes all versions take where they are stored, keys and values included: those that compaction has made
     * unreadable count no more, though their rows may still be there.
     */
    public long keptBytes() {
        return keptBytes;
    }

    /** How many keys have a history here, deleted ones included until compaction. */
    public int size() {
        return byKey.size();
    }
}
