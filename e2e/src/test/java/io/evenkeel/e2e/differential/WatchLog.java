package io.evenkeel.e2e.differential;

import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.api.proto.mvccpb.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one watch was told, and the rules that one watch can check by itself. Guarded by its session's lock. */
final class WatchLog {

    /** A promise that all events up to {@code revision} had been sent, made when {@code events} of them had. */
    record Progress(long revision, int events) {}

    private final List<Event> events = new ArrayList<>();
    private final List<Progress> progress = new ArrayList<>();
    private boolean fragmented;
    private boolean lastWasFragment;
    private @Nullable WatchResponse canceled;

    int size() {
        return events.size();
    }

    List<Event> eventsFrom(int index) {
        return List.copyOf(events.subList(index, events.size()));
    }

    /** The promises made so far; each is taken once. */
    List<Progress> takeProgress() {
        List<Progress> taken = List.copyOf(progress);
        progress.clear();
        return taken;
    }

    boolean isFragmented() {
        return fragmented;
    }

    @Nullable
    WatchResponse canceled() {
        return canceled;
    }

    void addEvents(WatchResponse response) {
        long previous = lastRevision();
        long first = response.getEvents(0).getKv().getModRevision();
        if (first < previous || (first == previous && !lastWasFragment)) {
            throw new Difference("events of revision " + first + " after those of " + previous);
        }
        for (Event event : response.getEventsList()) {
            if (event.getKv().getModRevision() < lastRevision()) {
                throw new Difference("revisions out of order");
            }
            events.add(event);
        }
        if (response.getHeader().getRevision() < lastRevision()) {
            throw new Difference("a header below its events");
        }
        fragmented |= response.getFragment();
        lastWasFragment = response.getFragment();
    }

    void addProgress(long revision) {
        progress.add(new Progress(revision, events.size()));
    }

    void cancel(WatchResponse response) {
        canceled = response;
    }

    /** The revision of the newest event; 0 before any. */
    long lastRevision() {
        return events.isEmpty() ? 0 : events.getLast().getKv().getModRevision();
    }
}
