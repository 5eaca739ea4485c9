package io.evenkeel.sql;

import io.evenkeel.mvcc.log.AppendBatch;
import io.evenkeel.mvcc.log.LogPosition;
import java.sql.SQLException;

/** Locks, compares the head, inserts and commits in one round trip. For batches without lease conditions. */
interface OneTripAppend {

    /** Whether the batch was inserted; false when the head was another. */
    boolean append(AppendConnection connection, int store, LogPosition expectedHead, AppendBatch batch)
            throws SQLException;

    /** As {@link #append}, where the transaction that is open has the lock already; ends it. */
    boolean appendUnderLock(AppendConnection connection, int store, LogPosition expectedHead, AppendBatch batch)
            throws SQLException;

    /** Whether after this failure it is certain that nothing was appended and nothing still can be. */
    boolean isRefusal(SQLException e);
}
