package io.evenkeel.watch;

import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.replica.Signal;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one queue through which the hub hears of anything, so that all of it has one order. Anyone puts, the hub polls.
 *
 * <p>It is bounded by what is put: requests by each stream's bound on unanswered ones, reads and barriers by how many are
 * under way, and entries by bytes. Entries beyond that are not queued but skipped: a place in the queue remembers up to
 * which revision, and the hub reads them from the log.
 */
final class Inbox {

    private final Queue<Object> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong backlogBytes = new AtomicLong();
    private final long maxBacklogBytes;
    private final Signal signal;
    private final LongSupplier nanoTime;

    /** The place in the queue that takes further skipped entries; guarded by the apply lock. */
    private @Nullable SkippedPlace openPlace;

    Inbox(long maxBacklogBytes, Signal signal, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.maxBacklogBytes = maxBacklogBytes;
        this.signal = signal;
    }

    void put(HubMessage message) {
        add(message);
    }

    /** Queues or skips entries. Called, as {@link #reset} is, with the apply lock held. */
    void applied(List<LogEntry> entries) {
        long last = entries.getLast().revision();
        SkippedPlace open = openPlace;
        if (open != null && open.extend(last)) {
            return;
        }
        if (backlogBytes.get() >= maxBacklogBytes) {
            openPlace = new SkippedPlace(last);
            add(openPlace);
            return;
        }
        long sizeBytes = sizeBytes(entries);
        backlogBytes.addAndGet(sizeBytes);
        add(new HubMessage.Applied(entries, sizeBytes, nanoTime.getAsLong()));
    }

    void reset(long revision) {
        openPlace = null;
        add(new HubMessage.Reset(revision));
    }

    @Nullable
    HubMessage poll() {
        Object next = queue.poll();
        if (next instanceof SkippedPlace place) {
            return new HubMessage.Skipped(place.take());
        }
        if (next instanceof HubMessage.Applied applied) {
            backlogBytes.addAndGet(-applied.sizeBytes());
        }
        return (HubMessage) next;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    private void add(Object message) {
        queue.add(message);
        signal.raise();
    }

    private static long sizeBytes(List<LogEntry> entries) {
        long bytes = 0;
        for (LogEntry entry : entries) {
            for (Change change : entry.changes()) {
                bytes += EventSize.of(change);
            }
        }
        return bytes;
    }

    /** Where skipped entries would have been in the queue. It grows until the hub comes to it. */
    private static final class SkippedPlace {

        private static final long TAKEN = -1;

        private final AtomicLong revision;

        SkippedPlace(long revision) {
            this.revision = new AtomicLong(revision);
        }

        boolean extend(long newRevision) {
            long old = revision.get();
            return old != TAKEN && revision.compareAndSet(old, newRevision);
        }

        long take() {
            return revision.getAndSet(TAKEN);
        }
    }
}
