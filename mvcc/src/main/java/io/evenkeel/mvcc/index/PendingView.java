package io.evenkeel.mvcc.index;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A view of the index with the changes of a batch that is not yet appended laid over it, and the entries those changes
 * make. Owned by the thread that evaluates the batch, and thrown away when the append fails.
 */
public final class PendingView {

    private final KeyIndex base;
    private final long baseRevision;
    private final long batch;
    private final NavigableMap<Key, Version> newest = new TreeMap<>();
    private final List<LogEntry> entries = new ArrayList<>();
    private List<Change> changes = new ArrayList<>();

    /** @param batch id of the batch that the entries will be of */
    public PendingView(KeyIndex base, long baseRevision, long batch) {
        this.base = base;
        this.baseRevision = baseRevision;
        this.batch = batch;
    }

    /** The revision of the last entry made, before which every mutation evaluated now takes place. */
    public long revision() {
        return baseRevision + entries.size();
    }

    /** Whether the entry being made has a change yet. */
    public boolean hasChanges() {
        return !changes.isEmpty();
    }

    /** What the next operation of the entry being made sees: the changes of those before it included. */
    public View current() {
        return at(hasChanges() ? revision() + 1 : revision());
    }

    /** The keys as of {@code revision}, at most one above {@link #revision()}. */
    public View at(long revision) {
        return new LaidOver(revision);
    }

    public List<LogEntry> entries() {
        return entries;
    }

    /** The value put by an entry made here; null when the revision is not one of this batch. */
    public @Nullable Value pendingValue(Revision revision) {
        if (revision.main() <= baseRevision) {
            return null;
        }
        int place = (int) (revision.main() - baseRevision - 1);
        List<Change> made = place < entries.size() ? entries.get(place).changes() : changes;
        return made.get(revision.sub()) instanceof Change.Put put ? put.value() : null;
    }

    public void put(Key key, Value value, long lease) {
        Version before = newestOf(key);
        long main = revision() + 1;
        long createRevision = main;
        long version = 1;
        long previousMain = 0;
        if (before != null && !before.isTombstone()) {
            createRevision = before.createRevision();
            version = before.version() + 1;
            previousMain = before.modRevision();
        }
        newest.put(key, new Version(main, changes.size(), createRevision, version, lease, value.length(), before));
        changes.add(new Change.Put(key, value, createRevision, version, previousMain, lease));
    }

    /** Deletes a key that exists. */
    public void delete(Key key) {
        Version before = newestOf(key);
        if (before == null || before.isTombstone()) {
            throw new AssertionError("delete of a key that does not exist");
        }
        newest.put(key, new Version(revision() + 1, changes.size(), 0, 0, 0, 0, before));
        changes.add(new Change.Delete(key, before.modRevision()));
    }

    /** Makes an entry of the changes since the last call, if there are any. */
    public void endEntry() {
        if (hasChanges()) {
            entries.add(new LogEntry(revision() + 1, batch, changes));
            changes = new ArrayList<>();
        }
    }

    /** The keys that hang on a lease, in key order. */
    public Iterable<Key> keysOn(long lease) {
        var keys = new TreeSet<Key>();
        for (Key key : base.attachments().keysOn(lease)) {
            Version version = newestOf(key);
            if (version != null && version.lease() == lease) {
                keys.add(key);
            }
        }
        newest.forEach((key, version) -> {
            if (version.lease() == lease) {
                keys.add(key);
            }
        });
        return keys;
    }

    private @Nullable Version newestOf(Key key) {
        Version version = newest.get(key);
        return version != null ? version : base.versionAt(key, baseRevision);
    }

    private final class LaidOver implements View {

        private final long revision;

        LaidOver(long revision) {
            this.revision = revision;
        }

        @Override
        public long revision() {
            return revision;
        }

        @Override
        public @Nullable Version live(Key key) {
            return liveOf(newestOf(key));
        }

        private @Nullable Version liveOf(@Nullable Version newest) {
            Version version = KeyHistory.versionAt(newest, revision);
            return version == null || version.isTombstone() ? null : version;
        }

        @Override
        public void scan(KeyRange range, Visitor visitor) {
            if (range.single()) {
                Version version = live(range.start());
                if (version != null) {
                    visitor.visit(range.start(), version);
                }
                return;
            }
            if (range.isEmpty()) {
                return;
            }
            Key end = range.end();
            var pending = new Cursor(
                    (end == null ? newest.tailMap(range.start(), true) : newest.subMap(range.start(), true, end, false))
                            .entrySet()
                            .iterator());
            boolean[] wantsMore = {true};
            base.view(Math.min(revision, baseRevision)).scan(range, (key, version) -> {
                wantsMore[0] = pending.visitBelow(key, this, visitor);
                if (wantsMore[0] && !pending.isAt(key)) {
                    wantsMore[0] = visitor.visit(key, version);
                }
                return wantsMore[0];
            });
            if (wantsMore[0]) {
                pending.visitBelow(null, this, visitor);
            }
        }
    }

    /** Walks the keys changed in this batch beside a scan of the base. */
    private static final class Cursor {

        private final Iterator<Map.Entry<Key, Version>> iterator;
        private Map.@Nullable Entry<Key, Version> next;

        Cursor(Iterator<Map.Entry<Key, Version>> iterator) {
            this.iterator = iterator;
            advance();
        }

        private void advance() {
            next = iterator.hasNext() ? iterator.next() : null;
        }

        boolean isAt(Key key) {
            return next != null && next.getKey().equals(key);
        }

        /** Visits the changed keys below {@code bound} (null: all that are left), and the one at it; false: enough. */
        boolean visitBelow(@Nullable Key bound, LaidOver view, View.Visitor visitor) {
            while (next != null && (bound == null || next.getKey().compareTo(bound) < 0)) {
                Version version = view.liveOf(next.getValue());
                Key key = next.getKey();
                advance();
                if (version != null && !visitor.visit(key, version)) {
                    return false;
                }
            }
            return true;
        }
    }
}
