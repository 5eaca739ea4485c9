package io.evenkeel.watch;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.index.Version;
import io.evenkeel.mvcc.log.TailRead;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A history with nothing changed; a test changes something. */
public abstract class ForwardingHistory implements History {

    private final History history;

    protected ForwardingHistory(History history) {
        this.history = history;
    }

    @Override
    public TailRead readEntries(long from, long to, long maxBytes) {
        return history.readEntries(from, to, maxBytes);
    }

    @Override
    public @Nullable Version versionAt(Key key, long revision) {
        return history.versionAt(key, revision);
    }

    @Override
    public @Nullable Value cached(Revision revision) {
        return history.cached(revision);
    }

    @Override
    public Map<Revision, Value> load(Collection<Revision> revisions) {
        return history.load(revisions);
    }

    @Override
    public long compactedRevision() {
        return history.compactedRevision();
    }

    @Override
    public CompletableFuture<Long> readBarrier() {
        return history.readBarrier();
    }
}
