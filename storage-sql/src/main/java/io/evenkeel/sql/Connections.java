package io.evenkeel.sql;

import io.evenkeel.mvcc.log.DatastoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Lends connections for work on the database, one borrower per connection at a time. */
interface Connections extends AutoCloseable {

    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * Runs {@code work} on a connection, waiting for one if need be.
     *
     * @throws DatastoreException when there is none in time, or the work fails
     */
    <T> T lend(Work<T> work);

    /** As {@link #lend}, for work that is one statement and needs no more round trips than that to be committed. */
    default <T> T inOneStatement(Work<T> work) {
        return lend(work);
    }

    /** As {@link #lend}, with all of {@code work} in one transaction, which is rolled back when it throws. */
    default <T> T inTransaction(Work<T> work) {
        return lend(connection -> {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                try {
                    connection.rollback();
                } catch (SQLException onRollback) {
                    e.addSuppressed(onRollback);
                }
                throw e;
            }
        });
    }

    /** Empty for what is no pool. */
    default Optional<PoolCounts> counts() {
        return Optional.empty();
    }

    @Override
    void close();
}
