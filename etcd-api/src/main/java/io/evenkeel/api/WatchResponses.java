package io.evenkeel.api;

import com.google.protobuf.CodedOutputStream;
import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.api.proto.mvccpb.Event;
import io.evenkeel.watch.WatchEvent;
import io.evenkeel.watch.WatchMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A watch stream's messages on the wire. */
final class WatchResponses {

    private final Headers headers;
    private final int fragmentBytes;
    private final EncodedEvents encodedEvents = new EncodedEvents();

    /** @param fragmentBytes the size from which on events are fragmented where the client allows it */
    WatchResponses(Headers headers, int fragmentBytes) {
        this.headers = headers;
        this.fragmentBytes = fragmentBytes;
    }

    /** Hands {@code message} to {@code sink}: as one response, or as the fragments of one. */
    void encode(WatchMessage message, Consumer<WatchResponse> sink) {
        switch (message) {
            case WatchMessage.Created created ->
                sink.accept(
                        response(created, created.revision()).setCreated(true).build());
            case WatchMessage.Refused refused ->
                sink.accept(response(refused, refused.revision())
                        .setCreated(true)
                        .setCanceled(true)
                        .setCancelReason(refused.reason())
                        .build());
            case WatchMessage.Events events -> encode(events, sink);
            case WatchMessage.Progress progress ->
                sink.accept(response(progress, progress.revision()).build());
            case WatchMessage.Cancelled cancelled ->
                sink.accept(response(cancelled, cancelled.revision())
                        .setCanceled(true)
                        .build());
            case WatchMessage.Compacted compacted ->
                sink.accept(response(compacted, 0)
                        .setCanceled(true)
                        .setCompactRevision(compacted.compactRevision())
                        .build());
        }
    }

    private WatchResponse.Builder response(WatchMessage message, long revision) {
        return WatchResponse.newBuilder().setHeader(headers.at(revision)).setWatchId(message.watchId());
    }

    private void encode(WatchMessage.Events message, Consumer<WatchResponse> sink) {
        WatchResponse.Builder whole = response(message, message.revision());
        for (WatchEvent event : message.events()) {
            whole.addEvents(encodedEvents.of(event));
        }
        WatchResponse response = whole.build();
        if (message.fragment() && response.getEventsCount() > 1 && response.getSerializedSize() >= fragmentBytes) {
            fragment(response, sink);
        } else {
            sink.accept(response);
        }
    }

    /** As many events to a response as stay below the size, at least one; all but the last say that more follows. */
    private void fragment(WatchResponse whole, Consumer<WatchResponse> sink) {
        WatchResponse empty = whole.toBuilder().clearEvents().setFragment(true).build();
        List<Event> fragment = new ArrayList<>();
        int size = empty.getSerializedSize();
        for (Event event : whole.getEventsList()) {
            int eventSize = CodedOutputStream.computeMessageSize(WatchResponse.EVENTS_FIELD_NUMBER, event);
            if (!fragment.isEmpty() && size + eventSize >= fragmentBytes) {
                sink.accept(empty.toBuilder().addAllEvents(fragment).build());
                fragment.clear();
                size = empty.getSerializedSize();
            }
            fragment.add(event);
            size += eventSize;
        }
        sink.accept(empty.toBuilder().addAllEvents(fragment).clearFragment().build());
    }
}
