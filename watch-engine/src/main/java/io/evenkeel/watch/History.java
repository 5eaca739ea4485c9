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

/**
 * The store as the watches read it: entries of the past, the versions and values that a change replaced, and the proof
 * that a revision is the newest. All methods may be called from any thread, also at once.
 */
public interface History {

    /**
     * Whole entries with {@code from <= revision <= to}, as far as {@code maxBytes} goes and at least one; or
     * {@link TailRead.HistoryPurged} with a revision above {@code from}. Both ends are revisions that this replica has
     * applied. May block; throws {@link io.evenkeel.mvcc.log.DatastoreException} when the datastore cannot be asked.
     */
    TailRead readEntries(long from, long to, long maxBytes);

    /** The newest version of {@code key} at {@code revision}, be it a tombstone; null if none is known. Never waits. */
    @Nullable
    Version versionAt(Key key, long revision);

    /** The value put at {@code revision}, if it is at hand. Never waits. */
    @Nullable
    Value cached(Revision revision);

    /** The values put at these revisions; those that are gone are missing. May block, throws as {@link #readEntries}. */
    Map<Revision, Value> load(Collection<Revision> revisions);

    /**
     * The compacted revision, -1 when nothing was ever compacted. Raised before {@link #versionAt} and {@link #load}
     * begin to forget what lies below it.
     */
    long compactedRevision();

    /**
     * Completes with a revision that this replica has applied and that no write acknowledged anywhere before the call
     * exceeds. Never blocks; completes exceptionally when no such proof is to be had.
     */
    CompletableFuture<Long> readBarrier();
}
