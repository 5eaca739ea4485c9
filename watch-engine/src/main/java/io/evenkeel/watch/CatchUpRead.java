package io.evenkeel.watch;

import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.index.Version;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogSlice;
import io.evenkeel.mvcc.log.TailRead;
import io.evenkeel.watch.PreviousValues.Previous;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One read of entries, and of the previous values that its watchers want, for a group of watchers that are behind at about
 * the same revision. Runs where it may block; of a watcher it looks only at what never changes.
 */
final class CatchUpRead {

    /** Previous values loaded at once; their size is known only afterwards. */
    private static final int VALUES_PER_LOAD = 64;

    private final List<Watcher> group;
    private final long from;
    private final long to;
    private final List<LogEntry> known;
    private final History history;
    private final PreviousValues previousValues;
    private final long maxBytes;

    /** What a read came to. */
    sealed interface Result {

        /** Consecutive entries from the one asked for on, not necessarily all that were asked for. */
        record Entries(List<EntryEvents> entries) implements Result {}

        /** History up to this revision is deleted; it lies above the revision asked for. */
        record Purged(long revision) implements Result {}

        record Failed(Throwable cause) implements Result {}
    }

    /**
     * @param from the revision owed to the first of the group, and to none of it a lower one
     * @param known the entries, if they are at hand and only values have to be loaded; else empty
     */
    CatchUpRead(List<Watcher> group, long from, long to, List<LogEntry> known, History history, long maxBytes) {
        this.group = group;
        this.from = from;
        this.to = to;
        this.known = known;
        this.history = history;
        this.previousValues = new PreviousValues(history);
        this.maxBytes = maxBytes;
    }

    List<Watcher> group() {
        return group;
    }

    Result run() {
        try {
            return read();
        } catch (RuntimeException | Error e) {
            return new Result.Failed(e);
        }
    }

    private Result read() {
        if (!known.isEmpty()) {
            return resolve(known);
        }
        return switch (history.readEntries(from, to, maxBytes)) {
            case LogSlice slice -> resolve(checked(slice.entries()));
            case TailRead.HistoryPurged(long purged) when purged > from -> new Result.Purged(purged);
            case TailRead.HistoryPurged(long purged) ->
                throw new DatastoreException("read from " + from + " is said to be purged up to only " + purged);
            case TailRead.HistoryLost(var expected) ->
                throw new DatastoreException("the log no longer continues " + expected);
        };
    }

    private List<LogEntry> checked(List<LogEntry> entries) {
        if (entries.isEmpty()) {
            throw new DatastoreException("no entry at " + from + ", which this replica has applied");
        }
        if (entries.getFirst().revision() != from) {
            throw new AssertionError(
                    "read from " + from + " begins at " + entries.getFirst().revision());
        }
        return entries;
    }

    /** Adds previous values, entry by entry, until {@code maxBytes} are held. */
    private Result resolve(List<LogEntry> entries) {
        List<EntryEvents> resolved = new ArrayList<>(entries.size());
        List<EntryEvents> unresolved = new ArrayList<>();
        List<Lookup> lookups = new ArrayList<>();
        long bytes = 0;
        for (LogEntry entry : entries) {
            EntryEvents events = new EntryEvents(entry);
            unresolved.add(events);
            findPrevious(events, lookups);
            if (lookups.size() >= VALUES_PER_LOAD) {
                load(lookups);
                bytes += moveInto(resolved, unresolved);
                if (bytes >= maxBytes) {
                    return new Result.Entries(resolved);
                }
            }
        }
        load(lookups);
        moveInto(resolved, unresolved);
        return new Result.Entries(resolved);
    }

    private static long moveInto(List<EntryEvents> resolved, List<EntryEvents> unresolved) {
        long bytes = 0;
        for (EntryEvents events : unresolved) {
            bytes += events.sizeBytes();
        }
        resolved.addAll(unresolved);
        unresolved.clear();
        return bytes;
    }

    private record Lookup(EntryEvents entry, int sub, Version version) {}

    private void findPrevious(EntryEvents entry, List<Lookup> lookups) {
        for (int sub = 0; sub < entry.size(); sub++) {
            if (entry.replaces(sub) && isPreviousWanted(entry.change(sub))) {
                switch (previousValues.before(entry.change(sub), entry.revision())) {
                    case Previous.Known(var keyValue) -> entry.putPrevious(sub, keyValue);
                    case Previous.NotAtHand(var version) -> lookups.add(new Lookup(entry, sub, version));
                    case Previous.Without _ -> {}
                    case Previous.Missing _ -> throw missing(entry, sub);
                }
            }
        }
    }

    private boolean isPreviousWanted(Change change) {
        for (Watcher watcher : group) {
            if (watcher.wantsPrevious() && watcher.wants(change)) {
                return true;
            }
        }
        return false;
    }

    private void load(List<Lookup> lookups) {
        if (lookups.isEmpty()) {
            return;
        }
        List<Revision> revisions = new ArrayList<>(lookups.size());
        for (Lookup lookup : lookups) {
            revisions.add(lookup.version().revision());
        }
        Map<Revision, Value> values = history.load(revisions);
        for (Lookup lookup : lookups) {
            Value value = values.get(lookup.version().revision());
            EntryEvents entry = lookup.entry();
            if (value != null) {
                entry.putPrevious(
                        lookup.sub(),
                        PreviousValues.keyValue(entry.change(lookup.sub()).key(), lookup.version(), value));
            } else if (!previousValues.isCompacted(entry.revision())) {
                throw missing(entry, lookup.sub());
            }
        }
        lookups.clear();
    }

    private static DatastoreException missing(EntryEvents entry, int sub) {
        return new DatastoreException(
                "what change " + entry.revision() + "." + sub + " replaced is neither known nor compacted");
    }
}
