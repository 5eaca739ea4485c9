package io.evenkeel.watch;

import org.jspecify.annotations.Nullable;

/**
 * The last applied entries without a gap, bounded by bytes, so that watchers a little behind need no read of the log. A
 * ring in which the entry of revision <i>r</i> lies in slot <i>r</i> modulo its length. Owned by the hub.
 */
final class RecentEntries {

    /** What an entry costs in memory besides its changes. */
    private static final int OVERHEAD_BYTES = 128;

    private final long maxBytes;
    private @Nullable EntryEvents[] slots = new @Nullable EntryEvents[64];
    private long first;
    private long next;
    private long bytes;

    RecentEntries(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds the entry that follows the last one, or any entry when there is none. */
    void add(EntryEvents entry) {
        if (first == next) {
            first = entry.revision();
            next = first;
        }
        if (entry.revision() != next) {
            throw new AssertionError("recent entry " + entry.revision() + " does not follow " + (next - 1));
        }
        if (next - first == slots.length) {
            grow();
        }
        slots[slot(next)] = entry;
        next++;
        bytes += OVERHEAD_BYTES + entry.sizeBytes();
        while (bytes > maxBytes) {
            dropFirst();
        }
    }

    @Nullable
    EntryEvents at(long revision) {
        return revision >= first && revision < next ? slots[slot(revision)] : null;
    }

    /** An entry among these holds more than when it was added. */
    void grew(long byBytes) {
        bytes += byBytes;
    }

    void clear() {
        while (first < next) {
            dropFirst();
        }
    }

    private void dropFirst() {
        EntryEvents dropped = at(first);
        slots[slot(first)] = null;
        first++;
        if (dropped != null) {
            bytes -= OVERHEAD_BYTES + dropped.sizeBytes();
        }
    }

    private void grow() {
        @Nullable EntryEvents[] old = slots;
        slots = new @Nullable EntryEvents[old.length * 2];
        for (long revision = first; revision < next; revision++) {
            slots[slot(revision)] = old[(int) (revision & (old.length - 1))];
        }
    }

    private int slot(long revision) {
        return (int) (revision & (slots.length - 1));
    }
}
