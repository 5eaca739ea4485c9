package io.evenkeel.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Offers a watcher that is behind what entries of the past hold for it, in batches of whole revisions. Owned by the hub. */
final class Replay {

    /** Entries looked at for one batch, so that a watcher of which little is known does not hold up the hub. */
    private static final int ENTRIES_PER_BATCH = 4096;

    private final HubState hub;
    private final RecentEntries recent;
    private final PreviousValues previousValues;
    private final WatchSettings.Bound bound;
    private final ArrayList<WatchEvent> batch = new ArrayList<>();

    Replay(HubState hub, RecentEntries recent, PreviousValues previousValues, WatchSettings settings) {
        this.hub = hub;
        this.recent = recent;
        this.previousValues = previousValues;
        this.bound = settings.batch();
    }

    /** How far a watcher got. */
    enum Reached {
        HEAD,
        /** There is more among the entries, for another batch. */
        END_OF_BATCH,
        /** The next entry is not among these, or a previous value not with it. */
        END_OF_ENTRIES,
        /** Its stream takes no more. */
        END_OF_ROOM
    }

    /** Offers one batch from the recent entries. */
    Reached recent(Watcher watcher) {
        return offerBatch(watcher, recent::at);
    }

    /** Offers all there is room for from entries that were read. */
    Reached read(Watcher watcher, List<EntryEvents> entries) {
        long first = entries.getFirst().revision();
        LongFunction<@Nullable EntryEvents> at =
                revision -> revision - first < entries.size() ? entries.get((int) (revision - first)) : null;
        Reached reached = Reached.END_OF_BATCH;
        while (reached == Reached.END_OF_BATCH) {
            reached = offerBatch(watcher, at);
        }
        return reached;
    }

    private Reached offerBatch(Watcher watcher, LongFunction<@Nullable EntryEvents> entries) {
        if (!watcher.session().outbox().hasRoom()) {
            return Reached.END_OF_ROOM;
        }
        boolean atHand = fillBatch(watcher, entries);
        if (!batch.isEmpty()) {
            watcher.offer(hub.head(), batch);
            batch.clear();
        }
        if (!atHand) {
            return Reached.END_OF_ENTRIES;
        }
        return watcher.nextRevision() > hub.head() ? Reached.HEAD : Reached.END_OF_BATCH;
    }

    /** Fills the batch and moves the watcher on; false when it was not the batch that was full. */
    private boolean fillBatch(Watcher watcher, LongFunction<@Nullable EntryEvents> entries) {
        long end = Math.min(hub.head() + 1, watcher.nextRevision() + ENTRIES_PER_BATCH);
        int revisions = 0;
        long bytes = 0;
        while (watcher.nextRevision() < end && revisions < bound.count() && bytes < bound.bytes()) {
            EntryEvents entry = entries.apply(watcher.nextRevision());
            int before = batch.size();
            if (entry == null || !gather(watcher, entry)) {
                return false;
            }
            watcher.advanceTo(entry.revision() + 1);
            if (batch.size() > before) {
                revisions++;
                bytes += EventSize.of(batch.subList(before, batch.size()));
            }
        }
        return true;
    }

    /** Adds the entry's events for the watcher to the batch; false, and none of them, when a value is not at hand. */
    private boolean gather(Watcher watcher, EntryEvents entry) {
        int before = batch.size();
        long sizeBefore = entry.sizeBytes();
        boolean atHand = true;
        for (int sub = 0; sub < entry.size() && atHand; sub++) {
            if (watcher.wants(entry.change(sub))) {
                atHand = addEvent(watcher, entry, sub);
            }
        }
        if (recent.at(entry.revision()) == entry) {
            recent.grew(entry.sizeBytes() - sizeBefore);
        }
        if (!atHand) {
            batch.subList(before, batch.size()).clear();
        }
        return atHand;
    }

    private boolean addEvent(Watcher watcher, EntryEvents entry, int sub) {
        boolean previousCompacted = entry.revision() - 1 < hub.compacted();
        WatchEvent event = watcher.wantsPrevious() && !previousCompacted
                ? entry.withPrevious(sub, previousValues)
                : entry.plain(sub);
        return event != null && batch.add(event);
    }
}
