package io.evenkeel.mvcc.log;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import java.util.ArrayList;
import java.util.List;

/** Short spellings of changes, entries and batches for tests. */
public final class Batches {

    private Batches() {}

    /** The put that creates {@code key} at {@code revision}. */
    public static Change create(String key, String value, long revision) {
        return create(Key.of(key), Value.of(value), revision);
    }

    public static Change create(Key key, Value value, long revision) {
        return new Change.Put(key, value, revision, 1, 0, 0);
    }

    public static Change delete(String key, long previousMain) {
        return new Change.Delete(Key.of(key), previousMain);
    }

    /** A batch of one entry. */
    public static AppendBatch batch(long id, long revision, Change... changes) {
        return new AppendBatch(id, List.of(new LogEntry(revision, id, List.of(changes))), List.of());
    }

    /** A batch of {@code count} entries, the first at {@code firstRevision}, each creating a key named after its revision. */
    public static AppendBatch creates(long id, long firstRevision, int count) {
        List<LogEntry> entries = new ArrayList<>();
        for (long revision = firstRevision; revision < firstRevision + count; revision++) {
            Change change = create("key-" + revision, "value-" + revision, revision);
            entries.add(new LogEntry(revision, id, List.of(change)));
        }
        return new AppendBatch(id, entries, List.of());
    }

    public static AppendBatch withLeases(AppendBatch batch, LeaseCondition... leases) {
        return new AppendBatch(batch.id(), batch.entries(), List.of(leases));
    }

    /** A batch that only revokes leases that no key hangs on. */
    public static AppendBatch leasesOnly(long id, LeaseCondition... leases) {
        return new AppendBatch(id, List.of(), List.of(leases));
    }

    /** Appends after {@code head} as it is in the log, whatever its batch; after a made up one when it is not there. */
    public static AppendResult append(RevisionLog log, long head, AppendBatch batch, boolean lockFirst) {
        LogPosition position = position(log, head);
        if (lockFirst) {
            log.lockAndReadAfter(LogPosition.START, 1);
        }
        return log.append(position, batch);
    }

    private static LogPosition position(RevisionLog log, long revision) {
        if (revision == LogPosition.START.revision()) {
            return LogPosition.START;
        }
        return log.readEntries(revision, revision, 1) instanceof LogSlice slice
                        && !slice.entries().isEmpty()
                ? new LogPosition(revision, slice.entries().getFirst().batch())
                : new LogPosition(revision, Long.MAX_VALUE);
    }
}
