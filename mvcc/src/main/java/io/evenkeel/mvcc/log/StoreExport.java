package io.evenkeel.mvcc.log;

import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import java.util.List;

/**
 * Reads a store whole, at one snapshot, while servers may be writing to it. Changes nothing. All methods block and throw
 * {@link DatastoreException} when the datastore cannot be reached.
 */
public interface StoreExport extends AutoCloseable {

    /** Hands everything to {@code reader}, on the calling thread, a bounded number of rows being in memory at a time. */
    void read(Reader reader);

    @Override
    void close();

    /** What takes a store in. What it throws ends the reading. */
    interface Reader {

        /** Comes first. */
        void begin(Stand stand, List<StoredLease> leases);

        /** Comes for every row in revision order, that of a head without a change of its own included. */
        void row(Row row);
    }

    /**
     * Where the store stands.
     *
     * @param head the newest revision, 1 when the log is empty
     * @param compacted the compacted revision, -1 when nothing was ever compacted
     * @param purged up to where compacted history is deleted, -1 when nothing ever was
     */
    record Stand(long head, long compacted, long purged, long clusterId) {}

    /**
     * A row as it is, right or wrong.
     *
     * @param previousMain main revision of what this change replaces or deletes, 0 for none
     * @param batch id of the batch that brought it
     */
    record Row(StoredChange change, long previousMain, long batch) {

        /** Whether the row only holds the place of a head, which an import has set above its last change. */
        public boolean isHeadMark() {
            return change.metadata().key().isEmpty();
        }
    }
}
