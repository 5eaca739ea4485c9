package io.evenkeel.simulation;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.index.Version;
import io.evenkeel.mvcc.log.RevisionLog;
import io.evenkeel.mvcc.log.TailRead;
import io.evenkeel.mvcc.store.KeyValueStore;
import io.evenkeel.watch.History;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The store as a replica's watches read it: the server's own, which this module must not see. */
record StoreHistory(KeyValueStore store, RevisionLog log) implements History {

    @Override
    public TailRead readEntries(long from, long to, long maxBytes) {
        return log.readEntries(from, to, maxBytes);
    }

    @Override
    public @Nullable Version versionAt(Key key, long revision) {
        return store.tailer().applied().index().versionAt(key, revision);
    }

    @Override
    public @Nullable Value cached(Revision revision) {
        return store.values().cached(revision);
    }

    @Override
    public Map<Revision, Value> load(Collection<Revision> revisions) {
        return store.values().load(revisions);
    }

    @Override
    public long compactedRevision() {
        return store.compactedRevision();
    }

    @Override
    public CompletableFuture<Long> readBarrier() {
        return store.readBarrier();
    }
}
