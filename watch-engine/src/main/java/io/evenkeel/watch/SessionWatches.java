package io.evenkeel.watch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The watches of one session, and whether they are all in step with the hub. Owned by the hub. */
final class SessionWatches {

    private final int limit;
    private final LinkedHashMap<Long, Watcher> byId = new LinkedHashMap<>();
    private final LinkedHashSet<Watcher> wantingProgress = new LinkedHashSet<>();
    private final LinkedHashSet<Watcher> stalled = new LinkedHashSet<>();
    private long nextId;
    private int compacted;
    private int behind;
    private long highestStart;
    private long lastOfferNanos;
    private PeriodicProgress.@Nullable Timer timer;
    private boolean closed;

    SessionWatches(int limit) {
        this.limit = limit;
    }

    boolean isFull() {
        return byId.size() >= limit;
    }

    boolean isTaken(long id) {
        return byId.containsKey(id);
    }

    /** The lowest id that neither is taken nor was given out before; etcd's counter. */
    long takeNextId() {
        while (byId.containsKey(nextId)) {
            nextId++;
        }
        return nextId++;
    }

    void add(Watcher watcher) {
        byId.put(watcher.id(), watcher);
        highestStart = Math.max(highestStart, watcher.startRevision());
        if (watcher.wantsProgress()) {
            wantingProgress.add(watcher);
        }
    }

    /** Forgets a watch the client cancels; null if there is none of that id. Its state is the caller's to settle. */
    @Nullable
    Watcher remove(long id, long head) {
        Watcher removed = byId.remove(id);
        if (removed != null) {
            wantingProgress.remove(removed);
            if (removed.state() == Watcher.State.COMPACTED) {
                compacted--;
            } else {
                forgetStart(removed, head);
            }
        }
        return removed;
    }

    /** A watch has been told that it is compacted: it stays only for the client to cancel. */
    void compacted(Watcher watcher, long head) {
        compacted++;
        wantingProgress.remove(watcher);
        forgetStart(watcher, head);
    }

    /** A start at or below the head holds nobody back, so only a higher one is worth looking for the next. */
    private void forgetStart(Watcher watcher, long head) {
        if (watcher.startRevision() == highestStart && highestStart > head) {
            highestStart = 0;
            for (Watcher other : byId.values()) {
                if (other != watcher) {
                    highestStart = Math.max(highestStart, other.startRevision());
                }
            }
        }
    }

    void oneBehind() {
        behind++;
    }

    void oneNoLongerBehind() {
        behind--;
    }

    boolean hasActive() {
        return byId.size() > compacted;
    }

    /** Whether every watch has been offered everything up to {@code head} and has begun by then: progress is true. */
    boolean isInStep(long head) {
        return behind == 0 && head >= highestStart;
    }

    Collection<Watcher> all() {
        return byId.values();
    }

    Set<Watcher> wantingProgress() {
        return wantingProgress;
    }

    void offeredAt(long nowNanos) {
        lastOfferNanos = nowNanos;
    }

    /** When anything at all was last put into the outbox. */
    long lastOfferNanos() {
        return lastOfferNanos;
    }

    /** Remembers a watcher that waits for room in the outbox. */
    void stall(Watcher watcher) {
        stalled.add(watcher);
    }

    void unstall(Watcher watcher) {
        stalled.remove(watcher);
    }

    List<Watcher> takeStalled() {
        List<Watcher> taken = new ArrayList<>(stalled);
        stalled.clear();
        return taken;
    }

    PeriodicProgress.@Nullable Timer timer() {
        return timer;
    }

    void setTimer(PeriodicProgress.Timer next) {
        timer = next;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        byId.clear();
        wantingProgress.clear();
        stalled.clear();
    }
}
