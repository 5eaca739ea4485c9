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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The log as one replica reaches it: each call takes its time on the way there and back, and may fail. */
record SimulatedLog(SimulatedDatastore datastore, Object session) implements RevisionLog {

    private <T> T call(Supplier<T> call) {
        datastore.call();
        T answer = call.get();
        datastore.delay();
        return answer;
    }

    @Override
    public AppendResult append(LogPosition expectedHead, AppendBatch batch) {
        return datastore.append(session, expectedHead, batch);
    }

    @Override
    public TailRead lockAndReadAfter(LogPosition position, long maxBytes) {
        datastore.call();
        datastore.lock(session);
        TailRead read = datastore.log.readAfter(position, maxBytes);
        datastore.delay();
        return read;
    }

    @Override
    public void unlock() {
        datastore.end(session);
    }

    @Override
    public TailRead readAfter(LogPosition position, long maxBytes) {
        return call(() -> datastore.log.readAfter(position, maxBytes));
    }

    @Override
    public TailRead readEntries(long from, long to, long maxBytes) {
        return call(() -> datastore.log.readEntries(from, to, maxBytes));
    }

    @Override
    public Map<Revision, Value> readValues(Collection<Revision> revisions) {
        return call(() -> datastore.log.readValues(revisions));
    }

    @Override
    public LogSnapshot load(Consumer<KeyMetadata> index) {
        List<KeyMetadata> loaded = new ArrayList<>();
        LogSnapshot snapshot = call(() -> datastore.log.load(loaded::add));
        loaded.forEach(index);
        return snapshot;
    }

    @Override
    public long compact(long revision) {
        return call(() -> {
            datastore.noteCompacted(revision);
            return datastore.log.compact(revision);
        });
    }

    @Override
    public long purge(long upTo) {
        return call(() -> datastore.log.purge(upTo));
    }

    @Override
    public void scan(long upTo, Consumer<StoredChange> consumer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long renewClusterId(long lost) {
        return call(() -> datastore.log.renewClusterId(lost));
    }

    @Override
    public long sizeBytes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public void close() {}
}
