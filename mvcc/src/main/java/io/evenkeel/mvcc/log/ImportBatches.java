package io.evenkeel.mvcc.log;

import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects changes for a {@link StoreImport} until they are worth a transaction. For one thread. */
public final class ImportBatches {

    private static final int MOST_CHANGES = 1000;
    private static final long MOST_BYTES = 4 * 1024 * 1024;

    private final StoreImport target;
    private final List<StoredChange> waiting = new ArrayList<>();
    private long bytes;

    public ImportBatches(StoreImport target) {
        this.target = target;
    }

    /** Takes the next change; makes it and those before it durable when there are enough of them. */
    public void add(StoredChange change) {
        waiting.add(change);
        bytes += change.metadata().key().length() + length(change.value());
        if (waiting.size() == MOST_CHANGES || bytes >= MOST_BYTES) {
            flush();
        }
    }

    private static long length(@Nullable Value value) {
        return value == null ? 0 : value.length();
    }

    /** Makes durable whatever waits. */
    public void flush() {
        if (!waiting.isEmpty()) {
            target.add(List.copyOf(waiting));
            waiting.clear();
            bytes = 0;
        }
    }
}
