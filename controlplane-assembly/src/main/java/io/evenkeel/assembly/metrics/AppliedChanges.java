package io.evenkeel.assembly.metrics;

import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.replica.EntryListener;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts what this server has applied since it was started, whichever server wrote it, as members of an etcd do. */
final class AppliedChanges implements EntryListener {

    private final LongAdder puts = new LongAdder();
    private final LongAdder putBytes = new LongAdder();
    private final LongAdder deletes = new LongAdder();

    long puts() {
        return puts.sum();
    }

    /** Of keys and values. */
    long putBytes() {
        return putBytes.sum();
    }

    long deletes() {
        return deletes.sum();
    }

    @Override
    public void applied(List<LogEntry> entries) {
        for (LogEntry entry : entries) {
            entry.changes().forEach(this::count);
        }
    }

    private void count(Change change) {
        switch (change) {
            case Change.Put put -> {
                puts.increment();
                putBytes.add((long) put.key().length() + put.value().length());
            }
            case Change.Delete _ -> deletes.increment();
        }
    }

    @Override
    public void compacted(long revision) {}

    @Override
    public void reset(long revision) {}
}
