package io.evenkeel.e2e.differential;

import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.api.proto.mvccpb.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * The watch of everything from the first revision on. What the reference sends on it, after it was found equal to what
 * the tested server sends, is the history that all other watches are measured by.
 */
final class Recorder {

    private static final long FIRST_WRITE = 2;

    private final TwinStream stream;
    private final List<Event> history = new ArrayList<>();

    Recorder(TwinStream stream) {
        this.stream = stream;
    }

    void open() {
        stream.open(
                WatchCreateRequest.newBuilder()
                        .setKey(KeySpace.ZERO)
                        .setRangeEnd(KeySpace.ZERO)
                        .setStartRevision(FIRST_WRITE)
                        .setPrevKv(true)
                        .build(),
                0);
    }

    /** All events up to {@code head}; waits for them. Every revision has at least one. */
    List<Event> upTo(long head) {
        history.addAll(stream.awaitRevision(head, history.size()));
        stream.settle(history, head);
        return history;
    }
}
