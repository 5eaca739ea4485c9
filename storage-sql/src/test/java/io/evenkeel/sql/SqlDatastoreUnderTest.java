package io.evenkeel.sql;

import io.evenkeel.mvcc.alarm.AlarmStore;
import io.evenkeel.mvcc.lease.LeaseStore;
import io.evenkeel.mvcc.log.DatastoreUnderTest;
import io.evenkeel.mvcc.log.LostAnswer;
import io.evenkeel.mvcc.log.RevisionLog;
import io.evenkeel.mvcc.member.MemberRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** A store in a real database, with a faulty connection for appends. */
final class SqlDatastoreUnderTest implements DatastoreUnderTest {

    private final SqlDatastore datastore;
    private final FaultyConnector connector;
    private final String store;

    private SqlDatastoreUnderTest(SqlDatastore datastore, FaultyConnector connector, String store) {
        this.datastore = datastore;
        this.connector = connector;
        this.store = store;
    }

    static SqlDatastoreUnderTest open(DatastoreSettings settings) {
        return open(settings, Duration.ofMillis(250));
    }

    static SqlDatastoreUnderTest open(DatastoreSettings settings, Duration appendLockKeptFor) {
        AtomicReference<FaultyConnector> faulty = new AtomicReference<>();
        SqlDatastore datastore = SqlDatastore.open(
                settings,
                connector -> {
                    faulty.set(new FaultyConnector(connector));
                    return faulty.get();
                },
                appendLockKeptFor);
        return new SqlDatastoreUnderTest(
                datastore, faulty.get(), settings.options().store());
    }

    @Override
    public RevisionLog log() {
        return datastore.log();
    }

    @Override
    public LeaseStore leases() {
        return datastore.leases();
    }

    @Override
    public MemberRegistry members() {
        return datastore.members();
    }

    @Override
    public AlarmStore alarms() {
        return datastore.alarms();
    }

    @Override
    public void loseNextAnswer(LostAnswer where) {
        connector.loseNextAnswer(where);
    }

    @Override
    public void age(Duration time) {
        try (Connection connection = connector.open(Connector.Purpose.SCHEMA)) {
            age(connection, "evenkeel_lease", "expires_at", time);
            if (datastore.log().shared()) {
                age(connection, "evenkeel_replica", "seen_at", time);
                age(connection, "evenkeel_replica", "joined_at", time);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void age(Connection connection, String table, String column, Duration time) throws SQLException {
        String sql = "update " + table + " set " + column + " = " + column + " - ?"
                + " where store = (select id from evenkeel_store where name = ?)";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, time.toMillis());
            update.setString(2, store);
            update.executeUpdate();
        }
    }

    @Override
    public void close() {
        datastore.close();
    }
}
