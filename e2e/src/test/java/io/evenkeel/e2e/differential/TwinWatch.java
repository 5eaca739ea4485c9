package io.evenkeel.e2e.differential;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.api.proto.mvccpb.Event;
import java.util.ArrayList;
import java.util.List;

/** One watch as opened on both servers, with the events it is owed. */
final class TwinWatch {

    private final WatchCreateRequest request;
    private final long watchId;
    private final long from;
    private final WatchLog reference;
    private final WatchLog tested;
    private final List<Event> owed = new ArrayList<>();
    private long until = Long.MAX_VALUE;
    private int historyRead;
    private int compared;

    /** @param from the first revision the watch is owed */
    TwinWatch(WatchCreateRequest request, long watchId, long from, WatchLog reference, WatchLog tested) {
        this.request = request;
        this.watchId = watchId;
        this.from = from;
        this.reference = reference;
        this.tested = tested;
    }

    long watchId() {
        return watchId;
    }

    /** True unless the watch waits for a revision that is still to come; until then progress says nothing of it. */
    boolean hasStartedBy(long head) {
        return request.getStartRevision() <= head;
    }

    boolean isOpen() {
        return until == Long.MAX_VALUE;
    }

    WatchLog reference() {
        return reference;
    }

    WatchLog tested() {
        return tested;
    }

    /** Nothing after {@code revision} is owed any more. */
    void endAt(long revision) {
        until = revision;
    }

    /** Reads on in the history of all events, and returns how many of them this watch is owed so far. */
    int owedOf(List<Event> history) {
        for (; historyRead < history.size(); historyRead++) {
            Event event = history.get(historyRead);
            long revision = event.getKv().getModRevision();
            if (revision >= from && revision <= until && matches(event)) {
                owed.add(event);
            }
        }
        return owed.size();
    }

    /** Compares what has arrived since the last comparison. Both servers must have sent all that is owed up to head. */
    void compare(long head, boolean unaskedPrevKvAllowed) {
        checkEvents("the reference", reference, true);
        checkEvents("the server under test", tested, unaskedPrevKvAllowed);
        checkProgress("the reference", reference, head);
        checkProgress("the server under test", tested, head);
        List<Event> expected = asked(reference.eventsFrom(compared), true);
        List<Event> actual = asked(tested.eventsFrom(compared), unaskedPrevKvAllowed);
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                throw new Difference("event " + (compared + i) + " of " + this + "\n"
                        + MessageDiff.of(expected.get(i), actual.get(i)));
            }
        }
        compared += expected.size();
    }

    private void checkEvents(String who, WatchLog log, boolean unaskedPrevKvAllowed) {
        List<Event> actual = log.eventsFrom(compared);
        List<Event> expected = owed.subList(compared, owed.size());
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            if (!identity(expected.get(i)).equals(identity(actual.get(i)))) {
                throw new Difference(who + " sent " + this + "\nas event " + (compared + i) + " "
                        + Text.of(actual.get(i)) + "\ninstead of " + Text.of(expected.get(i)));
            }
        }
        if (actual.size() > expected.size()) {
            throw new Difference(
                    who + " sent " + this + "\nan event too many: " + Text.of(actual.get(expected.size())));
        }
        if (log.isFragmented() && !request.getFragment()) {
            throw new Difference(who + " sent fragments unasked to " + this);
        }
        if (!unaskedPrevKvAllowed && !request.getPrevKv() && actual.stream().anyMatch(Event::hasPrevKv)) {
            throw new Difference(who + " sent prev_kv unasked to " + this);
        }
    }

    private void checkProgress(String who, WatchLog log, long head) {
        for (WatchLog.Progress progress : log.takeProgress()) {
            long revision = progress.revision();
            long owedThen = owed.stream()
                    .filter(event -> event.getKv().getModRevision() <= revision)
                    .count();
            if (progress.events() != owedThen || revision < request.getStartRevision() || revision > head) {
                throw new Difference(who + " at revision " + head + " promised " + this + "\nall up to revision "
                        + revision + ", which is " + owedThen + " events, having sent " + progress.events());
            }
        }
    }

    private boolean matches(Event event) {
        ByteString key = event.getKv().getKey();
        boolean inRange = KeySpace.contains(request.getKey(), request.getRangeEnd(), key);
        int noFilter = event.getType() == Event.EventType.PUT
                ? WatchCreateRequest.FilterType.NOPUT_VALUE
                : WatchCreateRequest.FilterType.NODELETE_VALUE;
        return inRange && !request.getFiltersValueList().contains(noFilter);
    }

    /** What a watch must be told of an event whatever it asked for. */
    private static Event identity(Event event) {
        return event.toBuilder().clearPrevKv().build();
    }

    /** etcd 3.7 shares one event between watches, so that one that asks for prev_kv can make others get it too. */
    private List<Event> asked(List<Event> events, boolean unaskedPrevKvAllowed) {
        if (request.getPrevKv() || !unaskedPrevKvAllowed) {
            return events;
        }
        return events.stream().map(TwinWatch::identity).toList();
    }

    @Override
    public String toString() {
        return "watch " + watchId + " " + Text.of(request);
    }
}
