package io.evenkeel.simulation;

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

/** A log with nothing changed; a test changes something. */
abstract class ChangedLog implements RevisionLog {
    private final RevisionLog log;

    ChangedLog(RevisionLog log) {
        this.log = log;
    }

    @Override
    public AppendResult append(LogPosition head, AppendBatch batch) {
        return log.append(head, batch);
    }

    @Override
    public TailRead readAfter(LogPosition position, long maxBytes) {
        return log.readAfter(position, maxBytes);
    }

    @Override
    public TailRead lockAndReadAfter(LogPosition position, long maxBytes) {
        return log.lockAndReadAfter(position, maxBytes);
    }

    @Override
    public void unlock() {
        log.unlock();
    }

    @Override
    public TailRead readEntries(long from, long to, long maxBytes) {
        return log.readEntries(from, to, maxBytes);
    }

    @Override
    public Map<Revision, Value> readValues(Collection<Revision> revisions) {
        return log.readValues(revisions);
    }

    @Override
    public LogSnapshot load(Consumer<KeyMetadata> index) {
        return log.load(index);
    }

    @Override
    public long compact(long revision) {
        return log.compact(revision);
    }

    @Override
    public long purge(long upTo) {
        return log.purge(upTo);
    }

    @Override
    public void scan(long upTo, Consumer<StoredChange> consumer) {
        log.scan(upTo, consumer);
    }

    @Override
    public long renewClusterId(long lost) {
        return log.renewClusterId(lost);
    }

    @Override
    public long sizeBytes() {
        return log.sizeBytes();
    }

    @Override
    public boolean shared() {
        return log.shared();
    }

    @Override
    public void close() {
        log.close();
    }
}
