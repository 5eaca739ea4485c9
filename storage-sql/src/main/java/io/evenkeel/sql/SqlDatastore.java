package io.evenkeel.sql;

import io.evenkeel.mvcc.alarm.AlarmStore;
import io.evenkeel.mvcc.lease.LeaseStore;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.log.RevisionLog;
import io.evenkeel.mvcc.member.MemberRegistry;
import io.evenkeel.mvcc.replica.WakeUps;
import io.evenkeel.sql.Connector.Purpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final RevisionLog log;
    private final LeaseStore leases;
    private final MemberRegistry members;
    private final AlarmStore alarms;
    private final Optional<WakeUps> wakeUps;

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
        return switch (settings) {
            case DatastoreSettings.Sqlite sqlite -> openSqlite(sqlite, between, appendLockKeptFor);
            case DatastoreSettings.Postgres postgres ->
                new SqlDatastore(
                        Dialect.POSTGRES, settings, between.apply(new PostgresConnector(postgres)), appendLockKeptFor);
            case DatastoreSettings.MySql mysql ->
                new SqlDatastore(Dialect.MYSQL, settings, between.apply(new MySqlConnector(mysql)), appendLockKeptFor);
        };
    }

    private static SqlDatastore openSqlite(
            DatastoreSettings.Sqlite settings, UnaryOperator<Connector> between, Duration appendLockKeptFor) {
        Path file = realPath(settings.file());
        SqliteFileLock lock = SqliteFileLock.take(file);
        try {
            var datastore = new SqlDatastore(
                    Dialect.SQLITE, settings, between.apply(new SqliteConnector(file)), appendLockKeptFor);
            datastore.resources.addLast(lock);
            return datastore;
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** The file itself, wherever links lead: two names of one file must lead to one lock. */
    private static Path realPath(Path file) {
        try {
            Path absolute = file.toAbsolutePath();
            Path directory = absolute.getParent();
            if (directory == null) {
                throw new UnfitDatastoreException("not a file for a SQLite database: " + file);
            }
            Files.createDirectories(directory);
            return Files.exists(absolute)
                    ? absolute.toRealPath()
                    : directory.toRealPath().resolve(file.getFileName());
        } catch (IOException e) {
            throw new UnfitDatastoreException("cannot use " + file + " for a SQLite database: " + e, e);
        }
    }

    private SqlDatastore(Dialect dialect, DatastoreSettings settings, Connector connector, Duration appendLockKeptFor) {
        DatastoreSettings.Options options = settings.options();
        int store = prepare(dialect, connector, settings);
        try {
            var append = new AppendConnection(connector);
            var appender = new SqlAppender(dialect, store, append, appendLockKeptFor);
            Connections reads = new PooledConnections(connector, Purpose.READ, options.readConnections());
            resources.addFirst(reads);
            Connections scans = new PooledConnections(connector, Purpose.SCAN, options.scanConnections());
            resources.addFirst(scans);
            Connections writes = append;
            if (dialect.shared()) {
                writes = new PooledConnections(connector, Purpose.WRITE, WRITE_CONNECTIONS);
                resources.addFirst(writes);
            }
            this.log = new SqlRevisionLog(dialect, store, appender, reads, scans, writes);
            resources.addFirst(log);
            this.leases = new SqlLeaseStore(dialect, store, reads, writes);
            this.alarms = new SqlAlarmStore(dialect, store, reads, writes);
            this.members = dialect.shared() ? new SqlMemberRegistry(dialect, store, writes) : MemberRegistry.alone();
            this.wakeUps = dialect.wakeUps(connector, store);
            wakeUps.ifPresent(resources::addFirst);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Brings the schema up to date; returns the number of the store. */
    private static int prepare(Dialect dialect, Connector connector, DatastoreSettings settings) {
        try (Connection connection = connector.open(Purpose.SCHEMA)) {
            connection.setAutoCommit(false);
            dialect.lockSchema(connection);
            new Schema(dialect).bringUpToDate(connection, settings.options().allowDdl());
            int store = StoreRow.findOrInsert(connection, settings.options().store(), new SecureRandom());
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

    @Override
    public void close() {
        var failed = new DatastoreException("the datastore could not be closed cleanly");
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                failed.addSuppressed(e);
            }
        }
        resources.clear();
        if (failed.getSuppressed().length > 0) {
            throw failed;
        }
    }
}
