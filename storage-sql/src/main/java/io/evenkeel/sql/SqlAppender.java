package io.evenkeel.sql;

import io.evenkeel.mvcc.log.AppendBatch;
import io.evenkeel.mvcc.log.AppendResult;
import io.evenkeel.mvcc.log.AppendResult.Appended;
import io.evenkeel.mvcc.log.AppendResult.Conflict;
import io.evenkeel.mvcc.log.AppendResult.NotSent;
import io.evenkeel.mvcc.log.AppendResult.SlotPurged;
import io.evenkeel.mvcc.log.AppendResult.Unknown;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.log.TailRead;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Appends batches, one at a time. What decides is the primary key together with the comparison of the head: of a batch and
 * its repeat at most one can take the slot, and neither can take one that was purged.
 *
 * <p>A lock that was asked for is kept, in an open transaction, for the next append. The database ends that transaction when
 * this process stalls, and {@link HeldLock} when nothing is appended after all.
 */
final class SqlAppender implements AutoCloseable {

    private final Dialect dialect;
    private final int store;
    private final AppendConnection connection;
    private final LeaseConditions leaseConditions;
    private final HeldLock heldLock;

    /** What is at a revision: rows of a batch, or none, below or above the head. */
    private record Slot(boolean isEmpty, long batch, long head) {}

    SqlAppender(Dialect dialect, int store, AppendConnection connection, Duration lockKeptFor) {
        this.dialect = dialect;
        this.store = store;
        this.connection = connection;
        this.leaseConditions = new LeaseConditions(dialect, store);
        this.heldLock = new HeldLock(connection, lockKeptFor);
    }

    AppendResult append(LogPosition expectedHead, AppendBatch batch) {
        connection.lock().lock();
        try {
            try {
                connection.open();
            } catch (SQLException e) {
                return new NotSent(e);
            }
            boolean locked = heldLock.take();
            Optional<OneTripAppend> oneTrip = dialect.oneTripAppend();
            return batch.leases().isEmpty() && oneTrip.isPresent()
                    ? appendInOneTrip(oneTrip.get(), expectedHead, batch, locked)
                    : appendInTransaction(expectedHead, batch, locked);
        } finally {
            connection.lock().unlock();
        }
    }

    /** As {@link io.evenkeel.mvcc.log.RevisionLog#lockAndReadAfter}: both in one round trip. */
    TailRead lockAndReadAfter(LogPages pages, LogPosition position, long maxBytes) {
        connection.lock().lock();
        try {
            boolean hadLock = heldLock.take();
            TailRead read;
            try {
                read = lockAndRead(pages, position, maxBytes, hadLock);
            } catch (SQLException e) {
                if (UnfitServerException.isCauseOf(e) || connection.isAlive()) {
                    throw e;
                }
                // Died while idle: nothing is lost yet.
                connection.drop();
                read = lockAndRead(pages, position, maxBytes, false);
            }
            heldLock.hold();
            return read;
        } catch (SQLException e) {
            connection.drop();
            throw new DatastoreException("evenkeel-append: " + e.getMessage(), e);
        } finally {
            connection.lock().unlock();
        }
    }

    private TailRead lockAndRead(LogPages pages, LogPosition position, long maxBytes, boolean hadLock)
            throws SQLException {
        connection.open().setAutoCommit(false);
        return pages.readAfter(connection.open(), hadLock ? "" : dialect.lockAppends(), position, maxBytes);
    }

    /** Gives back a lock that is held. */
    void unlock() {
        connection.lock().lock();
        try {
            if (heldLock.take()) {
                connection.rollback();
            }
        } finally {
            connection.lock().unlock();
        }
    }

    private AppendResult appendInOneTrip(
            OneTripAppend oneTrip, LogPosition expectedHead, AppendBatch batch, boolean locked) {
        try {
            connection.open().setAutoCommit(!locked);
            boolean appended = locked
                    ? oneTrip.appendUnderLock(connection, store, expectedHead, batch)
                    : oneTrip.append(connection, store, expectedHead, batch);
            return appended ? new Appended() : settleTakenSlot(expectedHead, batch);
        } catch (SQLException e) {
            boolean isDuplicate = dialect.isDuplicateKey(e);
            if (!isDuplicate && !oneTrip.isRefusal(e)) {
                connection.drop();
                return new Unknown(e);
            }
            if (locked) {
                connection.rollback();
            }
            if (UnfitServerException.isCauseOf(e)) {
                connection.drop();
            }
            return isDuplicate ? settleTakenSlot(expectedHead, batch) : new NotSent(e);
        }
    }

    private AppendResult appendInTransaction(LogPosition expectedHead, AppendBatch batch, boolean locked) {
        boolean committing = false;
        try {
            connection.open().setAutoCommit(false);
            if (!headUnderLock(locked).equals(expectedHead)) {
                AppendResult taken = slotIsTaken(expectedHead, batch);
                connection.rollback();
                return taken;
            }
            Optional<AppendResult.LeasesRefused> refused = leaseConditions.settle(connection, batch.leases());
            if (refused.isPresent()) {
                connection.rollback();
                return refused.get();
            }
            if (!batch.entries().isEmpty()) {
                dialect.batchInsert().insert(connection, store, batch);
            }
            committing = true;
            connection.open().commit();
            return new Appended();
        } catch (SQLException e) {
            if (committing) {
                connection.drop();
                return new Unknown(e);
            }
            if (dialect.isDuplicateKey(e)) {
                connection.rollback();
                return settleTakenSlot(expectedHead, batch);
            }
            // With its transaction, if there is one: a driver notes what it asked for, though the server may have
            // refused.
            connection.drop();
            return new NotSent(e);
        }
    }

    /** The head. On a connection that has died while idle nothing is lost yet: another one is opened. */
    private LogPosition headUnderLock(boolean hasLock) throws SQLException {
        try {
            return head(hasLock);
        } catch (SQLException e) {
            if (connection.isAlive()) {
                throw e;
            }
            connection.drop();
            connection.open().setAutoCommit(false);
            return head(false);
        }
    }

    /** Takes the lock, unless it is had already, and reads the head in the same round trip where that is possible. */
    private LogPosition head(boolean hasLock) throws SQLException {
        String lock = hasLock ? "" : dialect.lockAppends();
        if (lock.isEmpty()) {
            PreparedStatement head = connection.prepared(RevisionLogSql.HEAD);
            head.setInt(1, store);
            head.execute();
            return headOf(head);
        }
        PreparedStatement lockAndHead = connection.prepared(lock + ";\n" + RevisionLogSql.HEAD);
        lockAndHead.setInt(1, store);
        lockAndHead.setInt(2, store);
        lockAndHead.execute();
        lockAndHead.getMoreResults();
        return headOf(lockAndHead);
    }

    private static LogPosition headOf(PreparedStatement executed) throws SQLException {
        try (ResultSet rows = executed.getResultSet()) {
            return LogHead.of(rows);
        }
    }

    /** {@link #slotIsTaken} when the transaction of the append has ended: leaves none open. */
    private AppendResult settleTakenSlot(LogPosition expectedHead, AppendBatch batch) {
        try {
            connection.open().setAutoCommit(true);
            return slotIsTaken(expectedHead, batch);
        } catch (SQLException e) {
            connection.drop();
            return new Unknown(e);
        }
    }

    /** What it means that the head is not the expected one: this batch was appended before, or another one was first. */
    private AppendResult slotIsTaken(LogPosition expectedHead, AppendBatch batch) throws SQLException {
        if (batch.entries().isEmpty()) {
            return new Conflict();
        }
        Slot slot = slotAfter(expectedHead);
        if (slot.isEmpty()) {
            // As where the tail of the log is read, nothing has to be there twice: a batch might be appended again.
            slot = slotAfter(expectedHead);
        }
        if (slot.isEmpty()) {
            return slot.head > expectedHead.revision() ? new SlotPurged() : new Conflict();
        }
        return slot.batch == batch.id() ? new Appended() : new Conflict();
    }

    private Slot slotAfter(LogPosition expectedHead) throws SQLException {
        PreparedStatement batchAt = connection.prepared(RevisionLogSql.BATCH_AT);
        batchAt.setInt(1, store);
        batchAt.setLong(2, expectedHead.revision() + 1);
        batchAt.setInt(3, store);
        try (ResultSet rows = batchAt.executeQuery()) {
            rows.next();
            long batch = rows.getLong(1);
            boolean isEmpty = rows.wasNull();
            return new Slot(isEmpty, batch, rows.getLong(2));
        }
    }

    @Override
    public void close() {
        heldLock.close();
        connection.close();
    }
}
