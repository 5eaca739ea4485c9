package io.evenkeel.e2e.history;

import io.evenkeel.api.proto.mvccpb.Event;
import io.evenkeel.api.proto.mvccpb.KeyValue;
import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Every revision of the store after the empty one, as watches of all keys told of it, however many of them. */
public final class CommittedLog {

    private final NavigableMap<Long, Entry> entries = new TreeMap<>();

    /**
     * One revision.
     *
     * @param events in order
     * @param seenNanos when the first watch was told of it
     */
    public record Entry(long revision, List<Event> events, long seenNanos) {
        public Entry {
            events = List.copyOf(events);
        }
    }

    public CommittedLog(List<Entry> entries) {
        for (Entry entry : entries) {
            this.entries.put(entry.revision(), entry);
        }
    }

    /** The last revision; 1, that of an empty store, when there is none. */
    long head() {
        return entries.isEmpty() ? 1 : entries.lastKey();
    }

    boolean has(long revision) {
        return entries.containsKey(revision);
    }

    Entry entry(long revision) {
        Entry entry = entries.get(revision);
        if (entry == null) {
            throw new IllegalArgumentException("no revision " + revision);
        }
        return entry;
    }

    NavigableMap<Long, Entry> entries() {
        return entries;
    }

    /** The same as the log that the watch validators take. */
    List<LogEntry> asLogEntries() {
        return entries.values().stream()
                .map(entry -> new LogEntry(
                        entry.revision(),
                        1,
                        entry.events().stream().map(CommittedLog::change).toList()))
                .toList();
    }

    private static Change change(Event event) {
        KeyValue kv = event.getKv();
        Key key = Key.wrap(kv.getKey().toByteArray());
        if (event.getType() == Event.EventType.DELETE) {
            return new Change.Delete(key, 0);
        }
        Value value = Value.wrap(kv.getValue().toByteArray());
        return new Change.Put(key, value, kv.getCreateRevision(), kv.getVersion(), 0, kv.getLease());
    }
}
