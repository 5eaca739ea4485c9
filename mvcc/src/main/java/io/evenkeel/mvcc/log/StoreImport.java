package io.evenkeel.mvcc.log;

import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import java.util.List;
import java.util.Optional;

/**
 * Fills a store that has no entries yet with what another one held. No server sees any of it before {@link #finish}: until then
 * the store cannot be opened. For one thread.
 *
 * <p>Changes come with their revisions and may have gaps, as a store has them below its purged revision; from the
 * compacted revision on they have to be whole. Memory is taken for each key that exists, as a server's index takes it.
 *
 * <p>All methods block and throw {@link DatastoreException} when the datastore cannot be reached, after which the import can be
 * opened again and goes on after {@link #resumeAfter}. Changes that no store can hold are an {@link IllegalArgumentException}.
 */
public interface StoreImport extends AutoCloseable {

    /** The last change that is durable, if an import that was interrupted left some. */
    Optional<Revision> resumeAfter();

    /**
     * Appends changes as they were, durable on return.
     *
     * @param changes in revision order, all after those added before; few enough for one transaction, see {@link ImportBatches}.
     *     {@linkplain StoreExport.Row#isHeadMark Marks of a head} are changes too
     */
    void add(List<StoredChange> changes);

    /** Grants leases anew, with their full TTL from {@link #finish} on. Those that are there already stay as they are. */
    void addLeases(List<StoredLease> leases);

    /**
     * Makes the store whole and lets servers open it, with a new cluster id. History at and below {@code compacted} is deleted
     * first. To be called once; after a failure again, on an import opened anew.
     *
     * @param head the newest revision from now on: that of the last change, or one above it up to which all is compacted
     * @param compacted the compacted revision, -1 when nothing ever was; from it on every revision has been added whole, if
     *     {@code head} is that of the last change
     */
    void finish(long head, long compacted);

    /** Gives back what the import holds; an unfinished one stays as it is. */
    @Override
    void close();
}
