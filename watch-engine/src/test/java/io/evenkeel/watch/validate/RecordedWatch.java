package io.evenkeel.watch.validate;

import io.evenkeel.watch.WatchEvent;
import io.evenkeel.watch.WatchMessage;
import io.evenkeel.watch.WatchRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * One watch as its client saw it: what was asked for, and every message for it in order, those for the whole stream
 * included.
 */
public record RecordedWatch(WatchRequest request, List<WatchMessage> messages) {

    /** The first revision it is owed events of; above every revision while it was not created. */
    public long firstOwed() {
        if (request.startRevision() > 0) {
            return request.startRevision();
        }
        for (WatchMessage message : messages) {
            if (message instanceof WatchMessage.Created created) {
                return created.revision() + 1;
            }
        }
        return Long.MAX_VALUE;
    }

    public List<WatchMessage.Events> batches() {
        List<WatchMessage.Events> batches = new ArrayList<>();
        for (WatchMessage message : messages) {
            if (message instanceof WatchMessage.Events events) {
                batches.add(events);
            }
        }
        return batches;
    }

    public List<WatchEvent> events() {
        List<WatchEvent> events = new ArrayList<>();
        batches().forEach(batch -> events.addAll(batch.events()));
        return events;
    }

    /** Whether an event, by what it says of itself, is one that was asked for. */
    public boolean asksFor(WatchEvent event) {
        WatchRequest.Filter left = event.isDelete() ? WatchRequest.Filter.NO_DELETE : WatchRequest.Filter.NO_PUT;
        return request.range().contains(event.current().key())
                && !request.filters().contains(left);
    }
}
