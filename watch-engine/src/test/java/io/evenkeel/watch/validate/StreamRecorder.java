package io.evenkeel.watch.validate;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.watch.WatchMessage;
import io.evenkeel.watch.WatchRequest;
import io.evenkeel.watch.WatchStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A stream that takes as many messages as it is allowed to and records them by watch. Creates are answered in order, so
 * {@link #asked} has to be called for each of them.
 */
public final class StreamRecorder implements WatchStream {

    private final List<RecordedWatch> watches = new ArrayList<>();
    private final List<WatchMessage> messages = new ArrayList<>();
    private final ArrayDeque<WatchRequest> unanswered = new ArrayDeque<>();
    private final Map<Long, RecordedWatch> open = new HashMap<>();
    private final Map<Long, RecordedWatch> compacted = new HashMap<>();
    private final Executor thread;
    private int allowed = Integer.MAX_VALUE;
    private @Nullable Refusal closedWith;

    /** One that any thread sends on. */
    public StreamRecorder() {
        this(Runnable::run);
    }

    /** @param thread sends on it */
    public StreamRecorder(Executor thread) {
        this.thread = thread;
    }

    @Override
    public void execute(Runnable sending) {
        thread.execute(sending);
    }

    /** Notes that this create was sent, before it is. */
    public WatchRequest asked(WatchRequest request) {
        unanswered.add(request);
        return request;
    }

    /** Lets it take this many messages more, until told otherwise; the caller drains the session then. */
    public void allow(int count) {
        allowed = count;
    }

    @Override
    public boolean isReady() {
        return allowed > 0;
    }

    @Override
    public void send(WatchMessage message) {
        if (closedWith != null) {
            throw new AssertionError("sent after the end: " + message);
        }
        if (allowed != Integer.MAX_VALUE) {
            allowed--;
        }
        messages.add(message);
        switch (message) {
            case WatchMessage.Created created -> begin(message, open, created.watchId());
            case WatchMessage.Refused _ -> begin(message, new HashMap<>(), -1);
            case WatchMessage.Events events -> of(events.watchId()).messages().add(message);
            case WatchMessage.Progress(long id, var _) -> {
                if (id == -1) {
                    open.values().forEach(watch -> watch.messages().add(message));
                } else {
                    of(id).messages().add(message);
                }
            }
            case WatchMessage.Compacted(long id, var _) -> {
                of(id).messages().add(message);
                compacted.put(id, of(id));
                open.remove(id);
            }
            case WatchMessage.Cancelled(long id, var _) -> {
                RecordedWatch ended = compacted.containsKey(id) ? compacted.remove(id) : open.remove(id);
                if (ended == null) {
                    throw new AssertionError("canceled but not there: " + message);
                }
                ended.messages().add(message);
            }
        }
    }

    private void begin(WatchMessage answer, Map<Long, RecordedWatch> created, long id) {
        RecordedWatch watch = new RecordedWatch(unanswered.remove(), new ArrayList<>(List.of(answer)));
        watches.add(watch);
        created.put(id, watch);
    }

    private RecordedWatch of(long id) {
        RecordedWatch watch = open.get(id);
        if (watch == null) {
            throw new AssertionError("a message for watch " + id + ", which is not open");
        }
        return watch;
    }

    @Override
    public void close(Refusal reason) {
        if (closedWith != null) {
            throw new AssertionError("closed twice");
        }
        closedWith = reason;
    }

    /** All watches so far, in order of their creation, refused ones included. */
    public List<RecordedWatch> watches() {
        return watches;
    }

    public RecordedWatch watch(int place) {
        return watches.get(place);
    }

    /** Those that have been created and have not ended. */
    public Map<Long, RecordedWatch> open() {
        return open;
    }

    /** Everything sent, in order. */
    public List<WatchMessage> messages() {
        return messages;
    }

    public @Nullable Refusal closedWith() {
        return closedWith;
    }
}
