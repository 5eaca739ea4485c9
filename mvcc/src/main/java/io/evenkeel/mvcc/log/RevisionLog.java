package io.evenkeel.mvcc.log;

import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The port to the durable, gapless log of revisions of one store.
 *
 * <p>The facts every implementation keeps: revision <i>n</i>+1 can be appended once and only when <i>n</i> is the head;
 * an entry never changes; an appended entry is durable before {@link #append} returns; every read sees whole entries of
 * one snapshot, and sees every entry whose append had returned before the read began.
 *
 * <p>All methods block; call them from threads that may wait. All may be called from any thread, also at once. Reads throw
 * {@link DatastoreException} when the datastore cannot be reached; they have no other failure and may be repeated.
 */
public interface RevisionLog extends AutoCloseable {

    /**
     * Appends a batch at {@code expectedHead}. Idempotent: when the slots after {@code expectedHead} already hold this
     * very batch (by its id), the answer is {@link AppendResult.Appended}. For a batch without entries (only revoked
     * leases) a repeat finds the lease missing, and answers so.
     *
     * @param expectedHead the head for which the batch was evaluated, whose revision the first entry follows. A head with
     *     this revision but of another batch is another history, and a conflict
     */
    AppendResult append(LogPosition expectedHead, AppendBatch batch);

    /**
     * Takes the store's append lock, waiting for it if need be, and then reads as {@link #readAfter}. Asked for after a
     * {@link AppendResult.Conflict}: whoever reads, evaluates and appends under the lock cannot lose a race. The lock is kept
     * until the next {@link #append} or {@link #unlock}, but for a moment only if neither comes. One thread appends and
     * locks.
     *
     * @throws DatastoreException also when the lock is not to be had in time
     */
    TailRead lockAndReadAfter(LogPosition position, long maxBytes);

    /** Gives back an append lock that is kept; nothing happens when there is none. */
    void unlock();

    /**
     * Reads the entries after {@code position}, from <i>position inclusive</i>: the row of the position itself proves
     * that the log still continues what the reader knows.
     *
     * @param maxBytes about how many bytes of keys and values to return at most; whole entries, at least one if there is
     *     one
     */
    TailRead readAfter(LogPosition position, long maxBytes);

    /**
     * Reads whole entries with {@code from <= revision <= to}, as far as {@code maxBytes} goes, at least one if there is
     * one. For watchers that catch up.
     *
     * @param from 2 or more: revision 1 is the empty store and has no entry
     * @return consecutive entries starting at {@code from}; or {@link TailRead.HistoryPurged} when {@code from} is below
     *     the physically deleted history
     */
    TailRead readEntries(long from, long to, long maxBytes);

    /**
     * Reads the values stored at these revisions. Revisions that are not there (any more) or are tombstones are missing
     * from the answer.
     */
    Map<Revision, Value> readValues(Collection<Revision> revisions);

    /**
     * Reads the metadata of every stored change in revision order at one snapshot, without loading values, handing each to
     * {@code index} on the calling thread.
     */
    LogSnapshot load(Consumer<KeyMetadata> index);

    /**
     * Raises the compacted revision, durably and at once for all replicas. Rows stay until {@link #purge}.
     *
     * @param revision at most the head; one above it, as only a loss of history can make it, is a {@link DatastoreException}
     * @return the compacted revision before the call; when it is not below {@code revision}, nothing was changed
     */
    long compact(long revision);

    /**
     * Physically deletes a bounded step of what compaction made unreachable: versions superseded at or below the compacted
     * revision, and tombstones below it. Tombstones exactly at it stay (etcd #18089, #19179), and so does the newest row
     * of all. Each step is one short transaction.
     *
     * @param upTo how far to purge, at most the compacted revision; one above it, as only a loss of history can make it, is
     *     a {@link DatastoreException}
     * @return the revision up to which everything is purged now; call again while it is below {@code upTo}
     */
    long purge(long upTo);

    /**
     * Gives a bounded part of the space that purged rows took back to the file system, in one short transaction, where the
     * database does not look after that itself.
     *
     * @return whether to call again for more
     */
    default boolean reclaim() {
        return false;
    }

    /**
     * Reads all stored changes with their values in revision order, up to {@code upTo} inclusive, at one snapshot. For
     * {@code HashKV}, checks and exports.
     */
    void scan(long upTo, Consumer<StoredChange> consumer);

    /**
     * Gives the store a new cluster id: for a replica that found history lost, so that nobody takes what comes for a
     * continuation of what was. Does nothing when the store no longer has {@code lost}: another replica was first.
     *
     * @return the cluster id that the store has now
     */
    long renewClusterId(long lost);

    /** How many bytes of the datastore's disk the tables take, those of other stores in the same database included. */
    long sizeBytes();

    /** Whether other processes may append to this log; if not, what this process has applied is always the newest. */
    boolean shared();

    @Override
    void close();

    /**
     * One stored change with its value, if it is a put, and what belongs to it.
     *
     * @param value null for a tombstone
     */
    record StoredChange(
            KeyMetadata metadata,
            @org.jspecify.annotations.Nullable Value value) {}
}
