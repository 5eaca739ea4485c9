package io.evenkeel.e2e.differential;

import io.evenkeel.api.proto.WatchRequest;
import io.evenkeel.api.proto.WatchResponse;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of one watch stream. Sorts what comes into one {@link WatchLog} per watch and checks at once what
 * needs no knowledge of the store: nothing before its watch is created or after it is canceled, fragments in a row.
 *
 * <p>Filled by the channel's thread, read by the test's; everything mutable is guarded by {@link #lock}.
 */
final class WatchSession extends ClientCall.Listener<WatchResponse> {

    /** The watch id of answers that speak of no watch, or of all. */
    static final long NO_WATCH = -1;

    private final String server;
    private final ClientCall<WatchRequest, WatchResponse> call;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private final List<WatchResponse> controls = new ArrayList<>();
    private final List<WatchLog> logs = new ArrayList<>();
    private final Map<Long, WatchLog> open = new HashMap<>();
    private long progressRevision;
    private @Nullable WatchLog unfinishedFragments;
    private @Nullable String fault;

    private WatchSession(String server, ClientCall<WatchRequest, WatchResponse> call) {
        this.server = server;
        this.call = call;
    }

    static WatchSession open(String server, ClientCall<WatchRequest, WatchResponse> call) {
        WatchSession session = new WatchSession(server, call);
        call.start(session, new Metadata());
        call.request(1);
        return session;
    }

    void send(WatchRequest request) {
        call.sendMessage(request);
    }

    void halfClose() {
        call.halfClose();
    }

    void cancel() {
        call.cancel("the test needs it no more", null);
    }

    /** The answers to creates and cancels, in order. */
    List<WatchResponse> controls() {
        return controls;
    }

    /** One log per watch ever created here, in order. */
    List<WatchLog> logs() {
        return logs;
    }

    /** The revision of the newest progress that spoke for the whole stream; 0 before any. */
    long progressRevision() {
        return progressRevision;
    }

    /** Waits until {@code enough} holds of this session; false when that takes longer than {@code limit}. */
    boolean await(Duration limit, Predicate<WatchSession> enough) {
        lock.lock();
        try {
            long remaining = limit.toNanos();
            while (!enough.test(this)) {
                if (fault != null) {
                    throw new Difference("watch stream of " + server + ": " + fault);
                }
                if (remaining <= 0) {
                    return false;
                }
                remaining = changed.awaitNanos(remaining);
            }
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while watching " + server, e);
        } finally {
            lock.unlock();
        }
    }

    /** Lets {@code look} read this session while nothing arrives. */
    void inspect(Runnable look) {
        lock.lock();
        try {
            look.run();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onMessage(WatchResponse response) {
        lock.lock();
        try {
            sort(response);
        } catch (Difference difference) {
            fault = difference.getMessage() + ": " + Text.of(response);
        } finally {
            changed.signalAll();
            lock.unlock();
        }
        call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        lock.lock();
        try {
            fault = "ended with " + status;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void sort(WatchResponse response) {
        long id = response.getWatchId();
        WatchLog log = open.get(id);
        if (unfinishedFragments != null && log != unfinishedFragments) {
            throw new Difference("a message between the fragments of another");
        }
        if (response.getCreated()) {
            controls.add(response);
            if (!response.getCanceled()) {
                create(response);
            }
        } else if (id == NO_WATCH && response.getEventsCount() == 0 && !response.getCanceled()) {
            progressRevision = response.getHeader().getRevision();
            open.values().forEach(each -> each.addProgress(progressRevision));
        } else if (log == null) {
            throw new Difference("a message for a watch that is not open");
        } else if (response.getCanceled()) {
            controls.add(response);
            log.cancel(response);
            open.remove(id);
        } else if (response.getEventsCount() == 0) {
            log.addProgress(response.getHeader().getRevision());
        } else {
            log.addEvents(response);
            unfinishedFragments = response.getFragment() ? log : null;
        }
    }

    private void create(WatchResponse response) {
        WatchLog log = new WatchLog();
        logs.add(log);
        if (open.put(response.getWatchId(), log) != null) {
            throw new Difference("an id given to two open watches");
        }
    }

    @Override
    public String toString() {
        return server;
    }
}
