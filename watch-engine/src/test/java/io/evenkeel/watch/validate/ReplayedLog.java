package io.evenkeel.watch.validate;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.watch.WatchEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** All that ever happened, as events with their previous values, worked out naively from keys and values alone. */
public final class ReplayedLog {

    private final NavigableMap<Long, List<WatchEvent>> byRevision = new TreeMap<>();
    private final Map<Key, WatchEvent.KeyValue> current = new HashMap<>();
    private final long compacted;

    /**
     * @param entries from revision 2 on, without a gap
     * @param compacted the highest compacted revision there ever was, -1 for none
     */
    public ReplayedLog(List<LogEntry> entries, long compacted) {
        this.compacted = compacted;
        for (LogEntry entry : entries) {
            List<WatchEvent> events = new ArrayList<>();
            entry.changes().forEach(change -> events.add(replay(entry.revision(), change)));
            byRevision.put(entry.revision(), events);
        }
    }

    private WatchEvent replay(long revision, Change change) {
        WatchEvent.KeyValue previous = current.get(change.key());
        return switch (change) {
            case Change.Put put -> {
                long create = previous == null ? revision : previous.createRevision();
                long version = previous == null ? 1 : previous.version() + 1;
                var now = new WatchEvent.KeyValue(put.key(), put.value(), create, revision, version, put.lease());
                current.put(put.key(), now);
                yield new WatchEvent(false, now, previous);
            }
            case Change.Delete delete -> {
                current.remove(delete.key());
                var gone = new WatchEvent.KeyValue(delete.key(), Value.EMPTY, 0, revision, 0, 0);
                yield new WatchEvent(true, gone, previous);
            }
        };
    }

    public long compacted() {
        return compacted;
    }

    /** The events a watch asks for with {@code first <= revision <= last}, in order. */
    public List<WatchEvent> eventsFor(RecordedWatch watch, long first, long last) {
        if (first > last) {
            return List.of();
        }
        return byRevision.subMap(first, true, last, true).values().stream()
                .flatMap(List::stream)
                .filter(watch::asksFor)
                .toList();
    }

    /** The event of the same key at the same revision. */
    public Optional<WatchEvent> counterpart(WatchEvent event) {
        return byRevision.getOrDefault(event.current().modRevision(), List.of()).stream()
                .filter(other -> other.current().key().equals(event.current().key()))
                .findFirst();
    }
}
