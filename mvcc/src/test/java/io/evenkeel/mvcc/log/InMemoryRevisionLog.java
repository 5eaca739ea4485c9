package io.evenkeel.mvcc.log;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.lease.InMemoryLeaseStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log in memory, for tests. Several replicas may share one object, as they would share one database.
 *
 * <p>Faults are asked for: {@link #loseNextAnswer} makes the next append an {@link AppendResult.Unknown}, and
 * {@link #unreachable} fails everything until it is turned off.
 */
public final class InMemoryRevisionLog implements RevisionLog {

    private static final int MAINS_PER_PURGE = 3;

    private record Row(Change change, long batch) {}

    private final InMemoryLeaseStore leases;
    private final boolean shared;
    private long clusterId;
    private final TreeMap<Revision, Row> rows = new TreeMap<>();
    private long compacted = -1;
    private long purged = -1;
    private @Nullable LostAnswer lostAnswer;
    private boolean unreachable;

    public InMemoryRevisionLog(InMemoryLeaseStore leases, boolean shared, long clusterId) {
        this.leases = leases;
        this.shared = shared;
        this.clusterId = clusterId;
    }

    /** A log that other processes may append to, with leases of its own. */
    public InMemoryRevisionLog() {
        this(new InMemoryLeaseStore(), true, 0x1234);
    }

    /** Makes the answer of the next append get lost. */
    public synchronized void loseNextAnswer(LostAnswer where) {
        lostAnswer = where;
    }

    /** While true, appends are not sent and reads fail. */
    public synchronized void unreachable(boolean now) {
        unreachable = now;
    }

    /** Drops every entry above {@code revision}, as a restore from an old backup does. */
    public synchronized void loseHistoryAbove(long revision) {
        rows.tailMap(new Revision(revision + 1, 0)).clear();
    }

    /** Forgets that it was ever compacted, as a failover does that lost just that. */
    public synchronized void loseCompaction() {
        compacted = -1;
        purged = -1;
    }

    @Override
    public synchronized AppendResult append(LogPosition expectedHead, AppendBatch batch) {
        if (unreachable) {
            return new AppendResult.NotSent(new DatastoreException("unreachable"));
        }
        LostAnswer fault = lostAnswer;
        lostAnswer = null;
        if (fault == LostAnswer.BEFORE_COMMIT) {
            return new AppendResult.Unknown(new DatastoreException("answer lost"));
        }
        AppendResult result = appendNow(expectedHead, batch);
        return fault == null ? result : new AppendResult.Unknown(new DatastoreException("answer lost"));
    }

    private AppendResult appendNow(LogPosition expectedHead, AppendBatch batch) {
        if (!expectedHead.equals(headPosition())) {
            Row taken = rows.get(new Revision(expectedHead.revision() + 1, 0));
            boolean same = taken != null
                    && taken.batch == batch.id()
                    && !batch.entries().isEmpty();
            boolean slotPurged = taken == null
                    && head() > expectedHead.revision()
                    && !batch.entries().isEmpty();
            return same
                    ? new AppendResult.Appended()
                    : slotPurged ? new AppendResult.SlotPurged() : new AppendResult.Conflict();
        }
        Optional<AppendResult.LeasesRefused> refused = leases.settle(batch.leases());
        if (refused.isPresent()) {
            return refused.get();
        }
        for (LogEntry entry : batch.entries()) {
            int sub = 0;
            for (Change change : entry.changes()) {
                rows.put(new Revision(entry.revision(), sub++), new Row(change, entry.batch()));
            }
        }
        return new AppendResult.Appended();
    }

    @Override
    public synchronized TailRead readAfter(LogPosition position, long maxBytes) {
        checkReachable();
        if (position.revision() < purged) {
            return new TailRead.HistoryPurged(purged);
        }
        if (!position.equals(LogPosition.START)) {
            Row row = rows.get(new Revision(position.revision(), 0));
            if (row == null || row.batch != position.batch()) {
                return new TailRead.HistoryLost(position);
            }
        }
        return slice(position.revision() + 1, Long.MAX_VALUE, maxBytes);
    }

    /** Nobody else appends between two calls of a test's one thread. */
    @Override
    public TailRead lockAndReadAfter(LogPosition position, long maxBytes) {
        return readAfter(position, maxBytes);
    }

    @Override
    public void unlock() {}

    @Override
    public synchronized TailRead readEntries(long from, long to, long maxBytes) {
        checkReachable();
        if (from < 2) {
            throw new IllegalArgumentException("entries from " + from + ", but the first is 2");
        }
        return from < purged ? new TailRead.HistoryPurged(purged) : slice(from, to, maxBytes);
    }

    private LogSlice slice(long from, long to, long maxBytes) {
        List<LogEntry> entries = new ArrayList<>();
        long bytes = 0;
        for (long main = Math.max(from, 2); main <= Math.min(to, head()); main++) {
            var entryRows = rows.subMap(new Revision(main, 0), new Revision(main + 1, 0));
            for (Row row : entryRows.values()) {
                bytes += size(row.change);
            }
            if (bytes > maxBytes && !entries.isEmpty()) {
                break;
            }
            List<Change> changes = entryRows.values().stream().map(Row::change).toList();
            entries.add(new LogEntry(main, entryRows.firstEntry().getValue().batch, changes));
        }
        return new LogSlice(entries, head(), compacted, clusterId);
    }

    @Override
    public synchronized Map<Revision, Value> readValues(Collection<Revision> revisions) {
        checkReachable();
        Map<Revision, Value> values = new HashMap<>();
        for (Revision revision : revisions) {
            Row row = rows.get(revision);
            if (row != null && row.change instanceof Change.Put put) {
                values.put(revision, put.value());
            }
        }
        return values;
    }

    @Override
    public synchronized LogSnapshot load(Consumer<KeyMetadata> index) {
        checkReachable();
        rows.forEach((revision, row) -> index.accept(metadata(revision, row.change)));
        return new LogSnapshot(headPosition(), compacted, clusterId);
    }

    private LogPosition headPosition() {
        return rows.isEmpty()
                ? LogPosition.START
                : new LogPosition(head(), rows.lastEntry().getValue().batch);
    }

    @Override
    public synchronized long renewClusterId(long lost) {
        checkReachable();
        if (clusterId == lost) {
            clusterId++;
        }
        return clusterId;
    }

    @Override
    public synchronized long compact(long revision) {
        checkReachable();
        if (revision > head()) {
            throw new DatastoreException("compact at " + revision + ", above head " + head());
        }
        long before = compacted;
        compacted = Math.max(compacted, revision);
        return before;
    }

    @Override
    public synchronized long purge(long upTo) {
        checkReachable();
        if (upTo > compacted) {
            throw new DatastoreException("purge up to " + upTo + ", above compacted " + compacted);
        }
        if (upTo <= Math.max(purged, 1)) {
            purged = Math.max(purged, upTo);
            return purged;
        }
        long from = Math.max(purged, 1);
        long through = Math.min(upTo, from + MAINS_PER_PURGE);
        var superseding = rows.subMap(new Revision(from, 0), new Revision(through + 1, 0));
        for (var entry : List.copyOf(superseding.entrySet())) {
            Revision newer = entry.getKey();
            long previous = entry.getValue().change.previousMain();
            Key key = entry.getValue().change.key();
            boolean isLast = newer.main() == through;
            rows.subMap(new Revision(previous, 0), new Revision(previous + 1, 0))
                    .entrySet()
                    .removeIf(older -> older.getValue().change.key().equals(key)
                            && (previous < newer.main() || (older.getKey().sub() < newer.sub() && !isLast)));
        }
        rows.subMap(new Revision(from, 0), new Revision(through, 0))
                .values()
                .removeIf(row -> row.change instanceof Change.Delete);
        purged = through;
        return purged;
    }

    @Override
    public synchronized void scan(long upTo, Consumer<StoredChange> consumer) {
        checkReachable();
        rows.headMap(new Revision(upTo + 1, 0)).forEach((revision, row) -> {
            Value value = row.change instanceof Change.Put put ? put.value() : null;
            consumer.accept(new StoredChange(metadata(revision, row.change), value));
        });
    }

    @Override
    public synchronized long sizeBytes() {
        checkReachable();
        long bytes = rows.values().stream().mapToLong(row -> size(row.change)).sum();
        return bytes;
    }

    @Override
    public boolean shared() {
        return shared;
    }

    @Override
    public void close() {}

    private long head() {
        return rows.isEmpty() ? 1 : rows.lastKey().main();
    }

    private void checkReachable() {
        if (unreachable) {
            throw new DatastoreException("unreachable");
        }
    }

    private static KeyMetadata metadata(Revision at, Change change) {
        return switch (change) {
            case Change.Put put ->
                new KeyMetadata(
                        put.key(),
                        at.main(),
                        at.sub(),
                        put.createRevision(),
                        put.version(),
                        put.lease(),
                        put.value().length());
            case Change.Delete delete -> new KeyMetadata(delete.key(), at.main(), at.sub(), 0, 0, 0, 0);
        };
    }

    private static long size(Change change) {
        return change.key().length()
                + (change instanceof Change.Put put ? put.value().length() : 0);
    }
}
