package io.evenkeel.mvcc.replica;

import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Hands on what this replica applies, with the position it follows on, for {@link LogTailer#applyPassedOn} of another. */
public final class EntryRelay implements EntryListener {

    private final BiConsumer<LogPosition, List<LogEntry>> next;

    /** The last entry told of; null when there is none or what follows on it was left out. Under the apply lock. */
    private @Nullable LogPosition last;

    /** @param next called with the apply lock held: hands over and returns */
    public EntryRelay(BiConsumer<LogPosition, List<LogEntry>> next) {
        this.next = next;
    }

    @Override
    public void applied(List<LogEntry> entries) {
        LogPosition after = last;
        LogEntry newest = entries.getLast();
        last = new LogPosition(newest.revision(), newest.batch());
        if (after != null) {
            next.accept(after, entries);
        }
    }

    /** Others read of it from the log. */
    @Override
    public void compacted(long revision) {}

    @Override
    public void reset(long revision) {
        last = null;
    }
}
