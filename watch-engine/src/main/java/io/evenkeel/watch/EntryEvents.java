package io.evenkeel.watch;

import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.watch.PreviousValues.Previous;
import org.jspecify.annotations.Nullable;

/**
 * The events of one entry, each made once when first asked for and shared by all watchers that get it, so that the
 * transport need encode it only once. Owned by one thread at a time.
 */
final class EntryEvents {

    private final LogEntry entry;
    private final @Nullable WatchEvent[] plain;
    private final @Nullable WatchEvent[] withPrevious;
    private long sizeBytes;

    EntryEvents(LogEntry entry) {
        this.entry = entry;
        this.plain = new @Nullable WatchEvent[entry.changes().size()];
        this.withPrevious = new @Nullable WatchEvent[entry.changes().size()];
        for (Change change : entry.changes()) {
            sizeBytes += EventSize.of(change);
        }
    }

    LogEntry entry() {
        return entry;
    }

    long revision() {
        return entry.revision();
    }

    int size() {
        return plain.length;
    }

    Change change(int sub) {
        return entry.changes().get(sub);
    }

    /** About how much memory this holds, the previous values found so far included. */
    long sizeBytes() {
        return sizeBytes;
    }

    /** Whether the change replaces something, so that its event can have a previous value. */
    boolean replaces(int sub) {
        return switch (change(sub)) {
            case Change.Put put -> put.createRevision() != revision();
            case Change.Delete _ -> true;
        };
    }

    WatchEvent plain(int sub) {
        WatchEvent event = plain[sub];
        if (event == null) {
            event = event(change(sub), null);
            plain[sub] = event;
        }
        return event;
    }

    /** The event with its previous value, if it replaces something not compacted; null when that is not at hand. */
    @Nullable
    WatchEvent withPrevious(int sub, PreviousValues previousValues) {
        if (!replaces(sub)) {
            return plain(sub);
        }
        WatchEvent event = withPrevious[sub];
        if (event != null) {
            return event;
        }
        return switch (previousValues.before(change(sub), revision())) {
            case Previous.Known(var keyValue) -> putPrevious(sub, keyValue);
            case Previous.Without _ -> plain(sub);
            case Previous.NotAtHand _, Previous.Missing _ -> null;
        };
    }

    /** Sets the previous value of a change, once found. */
    WatchEvent putPrevious(int sub, WatchEvent.KeyValue previous) {
        WatchEvent event = event(change(sub), previous);
        withPrevious[sub] = event;
        sizeBytes += EventSize.of(event) - EventSize.of(change(sub));
        return event;
    }

    private WatchEvent event(Change change, WatchEvent.@Nullable KeyValue previous) {
        return switch (change) {
            case Change.Put put ->
                new WatchEvent(
                        false,
                        new WatchEvent.KeyValue(
                                put.key(), put.value(), put.createRevision(), revision(), put.version(), put.lease()),
                        previous);
            case Change.Delete delete ->
                new WatchEvent(true, new WatchEvent.KeyValue(delete.key(), Value.EMPTY, 0, revision(), 0, 0), previous);
        };
    }
}
