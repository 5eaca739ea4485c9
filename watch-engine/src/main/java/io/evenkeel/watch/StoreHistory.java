package io.evenkeel.watch;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.index.Version;
import io.evenkeel.mvcc.log.TailRead;
import io.evenkeel.mvcc.store.KeyValueStore;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A store as its watches read it. */
public record StoreHistory(KeyValueStore store) implements History {

    @Override
    public TailRead readEntries(long from, long to, long maxBytes) {
        return store.log().readEntries(from, to, maxBytes);
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
