package io.evenkeel.api;

import io.evenkeel.api.proto.mvccpb.Event;
import io.evenkeel.watch.WatchEvent;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Events on the wire, those made last being remembered: the watchers of an event are told of it one right after the other,
 * and all are given the same object. For the second one this is a third of the work. May be used by any thread.
 */
final class EncodedEvents {

    private static final int SLOTS = 64;

    /** Larger events are not remembered, to bound what this holds; to encode them costs no more than small ones. */
    private static final int LARGEST_BYTES = 16 * 1024;

    private final AtomicReferenceArray<@Nullable Encoded> slots = new AtomicReferenceArray<>(SLOTS);

    private record Encoded(WatchEvent event, Event wire) {}

    /** Knows an event again by being the same object: to compare values would cost more than to encode them. */
    @SuppressWarnings("ReferenceEquality")
    Event of(WatchEvent event) {
        int slot = (event.current().key().hashCode() + (int) event.current().modRevision()) & (SLOTS - 1);
        Encoded latest = slots.getAcquire(slot);
        if (latest != null && latest.event == event) {
            return latest.wire;
        }
        Event wire = encode(event);
        if (wire.getSerializedSize() <= LARGEST_BYTES) {
            slots.setRelease(slot, new Encoded(event, wire));
        }
        return wire;
    }

    private static Event encode(WatchEvent event) {
        var encoded = Event.newBuilder();
        if (event.isDelete()) {
            encoded.setType(Event.EventType.DELETE)
                    .setKv(KeyValues.deleted(
                            event.current().key(), event.current().modRevision()));
        } else {
            encoded.setKv(KeyValues.of(event.current()));
        }
        WatchEvent.KeyValue previous = event.previous();
        if (previous != null) {
            encoded.setPrevKv(KeyValues.of(previous));
        }
        return encoded.build();
    }
}
