package io.evenkeel.perf.jmh;

import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.AppendBatch;
import io.evenkeel.mvcc.log.AppendResult;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.log.LogSnapshot;
import io.evenkeel.mvcc.log.RevisionLog;
import io.evenkeel.mvcc.log.TailRead;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A log that takes every batch at once and keeps none: what remains of a write is what the server itself does. All else is refused, so
 * that a benchmark ends when it does something else than to write.
 */
final class ForgetfulLog implements RevisionLog {

    @Override
    public AppendResult append(LogPosition expectedHead, AppendBatch batch) {
        return new AppendResult.Appended();
    }

    @Override
    public LogSnapshot load(Consumer<KeyMetadata> index) {
        return new LogSnapshot(LogPosition.START, -1, 1);
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public TailRead readAfter(LogPosition position, long maxBytes) {
        throw noWrite();
    }

    @Override
    public TailRead lockAndReadAfter(LogPosition position, long maxBytes) {
        throw noWrite();
    }

    @Override
    public void unlock() {}

    @Override
    public TailRead readEntries(long from, long to, long maxBytes) {
        throw noWrite();
    }

    @Override
    public Map<Revision, Value> readValues(Collection<Revision> revisions) {
        throw noWrite();
    }

    @Override
    public long compact(long revision) {
        throw noWrite();
    }

    @Override
    public long purge(long upTo) {
        throw noWrite();
    }

    @Override
    public long renewClusterId(long lost) {
        throw noWrite();
    }

    @Override
    public void scan(long upTo, Consumer<StoredChange> consumer) {
        throw noWrite();
    }

    @Override
    public long sizeBytes() {
        throw noWrite();
    }

    @Override
    public void close() {}

    private static UnsupportedOperationException noWrite() {
        return new UnsupportedOperationException("a log that keeps nothing is only appended to");
    }
}
