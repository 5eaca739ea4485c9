package io.evenkeel.sql;

import io.evenkeel.mvcc.alarm.AlarmStore;
import io.evenkeel.mvcc.lease.LeaseStore;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.log.RevisionLog;
import io.evenkeel.mvcc.log.StoreExport;
import io.evenkeel.mvcc.log.StoreImport;
import io.evenkeel.mvcc.member.MemberRegistry;
import io.evenkeel.mvcc.replica.WakeUps;
import io.evenkeel.sql.Connector.Purpose;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An open store in a SQL database: its log, its leases and who serves it. Appends have a connection of their own, reads and long scans a
 * pool each. To be closed when nobody uses it any more.
 */
public final class SqlDatastore implements AutoCloseable {

    /** Enough to read the tail of the log and evaluate a batch again. */
    private static final Duration APPEND_LOCK_KEPT_FOR = Duration.ofMillis(250);

    /** Renewals of leases, a compaction, a step of deleting, a beat. */
    private static final int WRITE_CONNECTIONS = 4;

    private final Resources resources = new Resources();
    private final RevisionLog log;
    private final LeaseStore leases;
    private final MemberRegistry members;
    private final AlarmStore alarms;
    private final Optional<WakeUps> wakeUps;
    private final List<Connections> connections;

    /**
     * Opens a store, after creating or upgrading the schema and creating the store if need be.
     *
     * @throws UnfitDatastoreException when the datastore must not be used as it is
     * @throws DatastoreException when it cannot be reached
     */
    public static SqlDatastore open(DatastoreSettings settings) {
        return open(settings, UnaryOperator.identity(), APPEND_LOCK_KEPT_FOR);
    }

    /** As {@link #open(DatastoreSettings)}, letting a test put itself between this program and the database. */
    static SqlDatastore open(DatastoreSettings settings, UnaryOperator<Connector> between, Duration appendLockKeptFor) {
        Database database = Database.toWrite(settings);
        try {
            return new SqlDatastore(database, settings, between.apply(database.connector()), appendLockKeptFor);
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    /**
     * Opens a store to fill it from elsewhere, or goes on with an import from the same source that was interrupted.
     *
     * @param source what it is filled from, at most 500 characters and without secrets: another one does not go on with it
     * @throws UnfitDatastoreException when the datastore must not be used as it is, the store is not empty or is served, or
     *     another import of it is unfinished
     * @throws DatastoreException when it cannot be reached
     */
    public static StoreImport openImport(DatastoreSettings settings, String source) {
        return SqlImports.open(settings, source);
    }

    /**
     * Empties a store again that an import has not finished, from whatever source; does nothing to any other store.
     *
     * @throws UnfitDatastoreException when the datastore must not be used as it is
     * @throws DatastoreException when it cannot be reached
     */
    public static void discardImport(DatastoreSettings settings) {
        SqlImports.discard(settings);
    }

    /**
     * Opens a store to read all of it. Neither the schema nor the store are made, and servers go on: also the one that a SQLite
     * file belongs to.
     *
     * @throws UnfitDatastoreException when there is no such store, or it must not be used as it is
     * @throws DatastoreException when it cannot be reached
     */
    public static StoreExport openExport(DatastoreSettings settings) {
        return SqlStoreExport.open(settings);
    }

    /**
     * Opens a database of kine to read all keys that exist in it, whatever the name of the store in {@code settings}. Nothing is
     * changed, and kine may be running.
     *
     * @throws UnfitDatastoreException when there is no such database or no kine in it
     * @throws DatastoreException when it cannot be reached
     */
    public static StoreExport openKine(DatastoreSettings settings) {
        return KineTable.open(settings);
    }

    private SqlDatastore(
            Database database, DatastoreSettings settings, Connector connector, Duration appendLockKeptFor) {
        Dialect dialect = database.dialect();
        DatastoreSettings.Options options = settings.options();
        int store = prepare(dialect, connector, settings);
        resources.add(database);
        try {
            var append = new AppendConnection(connector);
            var appender = new SqlAppender(dialect, store, append, appendLockKeptFor);
            Connections reads =
                    resources.add(new PooledConnections(connector, Purpose.READ, options.readConnections()));
            Connections scans =
                    resources.add(new PooledConnections(connector, Purpose.SCAN, options.scanConnections()));
            Connections writes = append;
            if (dialect.shared()) {
                writes = resources.add(new PooledConnections(connector, Purpose.WRITE, WRITE_CONNECTIONS));
            }
            this.log = resources.add(new SqlRevisionLog(dialect, store, appender, reads, scans, writes));
            this.connections = List.of(reads, scans, writes);
            this.leases = new SqlLeaseStore(dialect, store, reads, writes);
            this.alarms = new SqlAlarmStore(dialect, store, reads, writes);
            this.members = dialect.shared() ? new SqlMemberRegistry(dialect, store, writes) : MemberRegistry.alone();
            this.wakeUps = dialect.wakeUps(connector, store);
            wakeUps.ifPresent(resources::add);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Brings the schema up to date; returns the number of the store. */
    private static int prepare(Dialect dialect, Connector connector, DatastoreSettings settings) {
        try (Connection connection = connector.open(Purpose.SCHEMA)) {
            int store = OpenStore.lockAndFind(connection, dialect, settings);
            Optional<ImportRow> unfinished = ImportRow.find(connection, store);
            if (unfinished.isPresent()) {
                throw OpenStore.unfinished(settings, unfinished.get());
            }
            connection.commit();
            return store;
        } catch (UnfitServerException e) {
            throw new UnfitDatastoreException(settings.description() + ": " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new DatastoreException("cannot open " + settings.description() + ": " + e.getMessage(), e);
        }
    }

    public RevisionLog log() {
        return log;
    }

    public LeaseStore leases() {
        return leases;
    }

    public AlarmStore alarms() {
        return alarms;
    }

    public MemberRegistry members() {
        return members;
    }

    /** The database's own means to wake up other servers, if it has any. */
    public Optional<WakeUps> wakeUps() {
        return wakeUps;
    }

    /** What the pools of connections are doing at the moment; appends have a connection of their own beside them. */
    public List<PoolCounts> pools() {
        return connections.stream().flatMap(pool -> pool.counts().stream()).toList();
    }

    @Override
    public void close() {
        resources.close();
    }
}
