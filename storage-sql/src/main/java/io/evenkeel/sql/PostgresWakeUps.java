package io.evenkeel.sql;

import io.evenkeel.mvcc.replica.ProgressWishes;
import io.evenkeel.mvcc.replica.WakeUps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wake-ups by {@code NOTIFY} and {@code LISTEN}, on two connections of their own. A notification is sent after the append is
 * committed and never within it: within, all commits of the whole PostgreSQL server would wait for one another. Each wakes
 * every server, so they are sent at some distance; those that come sooner become one.
 */
final class PostgresWakeUps implements WakeUps {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresWakeUps.class);

    /** Before the number of the store. */
    static final String CHANNEL_PREFIX = "evenkeel_";

    private static final int LISTEN_MILLIS = 10_000;
    private static final long DISTANCE_NANOS = Duration.ofMillis(4).toNanos();
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Connector connector;
    private final String channel;
    private final ProgressWishes wishes = new ProgressWishes(WakeUpNotice.MAX_WISHES);
    private final AtomicLong toAnnounce = new AtomicLong();
    private final Thread announcer = daemon("wake-ups-out", this::announceAll);
    private volatile boolean connected;
    private volatile boolean closed;

    /** @param store the number of the store */
    PostgresWakeUps(Connector connector, int store) {
        this.connector = connector;
        this.channel = CHANNEL_PREFIX + store;
    }

    private static Thread daemon(String name, Runnable loop) {
        return Thread.ofPlatform().name(name).daemon().unstarted(loop);
    }

    @Override
    public void announce(long head) {
        toAnnounce.accumulateAndGet(head, Math::max);
        LockSupport.unpark(announcer);
    }

    @Override
    public void wantProgress(long start, long revision) {
        if (wishes.add(start, revision)) {
            LockSupport.unpark(announcer);
        }
    }

    @Override
    public void listen(Listener listener) {
        announcer.start();
        daemon("wake-ups-in", () -> listenToAll(listener)).start();
    }

    private void announceAll() {
        long announced = 0;
        while (!closed) {
            try (Connection connection = connector.open(Connector.Purpose.WAKE_UP);
                    PreparedStatement notify = connection.prepareStatement("select pg_notify(?, ?)")) {
                while (!closed) {
                    long head = toAnnounce.get();
                    Map<Long, Long> wanted = wishes.take();
                    if (head > announced || !wanted.isEmpty()) {
                        notify.setString(1, channel);
                        notify.setString(2, WakeUpNotice.write(head, wanted));
                        notify.execute();
                        announced = head;
                        keepDistance();
                    } else {
                        LockSupport.park(this);
                    }
                }
            } catch (SQLException e) {
                LOG.debug("Cannot wake up other servers: {}", e.getMessage());
                pause();
            }
        }
    }

    private void keepDistance() {
        long from = System.nanoTime();
        for (long left = DISTANCE_NANOS; left > 0 && !closed; left = from + DISTANCE_NANOS - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    private void listenToAll(Listener listener) {
        while (!closed) {
            try (Connection connection = connector.open(Connector.Purpose.WAKE_UP)) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("listen " + channel);
                }
                connected = true;
                // What was announced before this moment was not heard.
                listener.head(Long.MAX_VALUE);
                hear(connection.unwrap(PGConnection.class), listener);
            } catch (SQLException e) {
                LOG.debug("Cannot listen for other servers' appends: {}", e.getMessage());
            }
            connected = false;
            pause();
        }
    }

    private void hear(PGConnection connection, Listener listener) throws SQLException {
        while (!closed) {
            PGNotification[] notifications = connection.getNotifications(LISTEN_MILLIS);
            for (PGNotification notification : notifications == null ? new PGNotification[0] : notifications) {
                WakeUpNotice.read(notification.getParameter(), listener);
            }
        }
    }

    private void pause() {
        if (!closed) {
            LockSupport.parkNanos(this, RETRY_NANOS);
        }
    }

    @Override
    public boolean connected() {
        return connected;
    }

    /** Does not wait for the threads, which may be waiting for the server; they end by themselves. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(announcer);
    }
}
