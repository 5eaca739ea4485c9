package io.evenkeel.watch;

import io.evenkeel.mvcc.log.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** About how much memory a change or an event holds, by which every queue and buffer here is bounded. */
final class EventSize {

    /** Objects and references around the bytes of one key and its value. */
    private static final int OVERHEAD_BYTES = 128;

    private EventSize() {}

    static long of(Change change) {
        return switch (change) {
            case Change.Put put ->
                OVERHEAD_BYTES + put.key().length() + put.value().length();
            case Change.Delete delete -> OVERHEAD_BYTES + delete.key().length();
        };
    }

    static long of(WatchEvent event) {
        return of(event.current()) + of(event.previous());
    }

    static long of(List<WatchEvent> events) {
        long bytes = 0;
        for (int i = 0; i < events.size(); i++) {
            bytes += of(events.get(i));
        }
        return bytes;
    }

    private static long of(WatchEvent.@Nullable KeyValue keyValue) {
        return keyValue == null
                ? 0
                : OVERHEAD_BYTES + keyValue.key().length() + keyValue.value().length();
    }
}
