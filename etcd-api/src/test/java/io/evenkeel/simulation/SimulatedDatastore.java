package io.evenkeel.simulation;

import io.evenkeel.mvcc.lease.InMemoryLeaseStore;
import io.evenkeel.mvcc.log.AppendBatch;
import io.evenkeel.mvcc.log.AppendResult;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.log.InMemoryRevisionLog;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.member.InMemoryMemberRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one database of all replicas: its clock, its append lock, what it has stored in each of its lives, and when it cannot be
 * reached. A loss of history begins another life.
 */
final class SimulatedDatastore {

    private static final long SESSION_TIMEOUT_MILLIS = 2_000;

    final InMemoryLeaseStore leases = new InMemoryLeaseStore();
    final InMemoryRevisionLog log = new InMemoryRevisionLog(leases, true, 1);
    final InMemoryMemberRegistry members = new InMemoryMemberRegistry();
    final Turns turns;
    final RandomGenerator random;

    /** When each lease that was ever granted expires or has expired at the earliest, in the time that really passes. */
    final Map<Long, Long> earliestExpiry = new HashMap<>();

    /** The commit time of each entry of the present life. */
    final Map<Long, Long> committedAtMillis = new HashMap<>();

    Weather weather;
    private List<LogEntry> entries = new ArrayList<>();
    private long highestCompacted = -1;
    private long nowMillis;
    private boolean away;
    private @Nullable Object lockHolder;
    private long lockTakenMillis;

    SimulatedDatastore(Turns turns, RandomGenerator random, Weather weather) {
        this.turns = turns;
        this.random = random;
        this.weather = weather;
    }

    long nowMillis() {
        return nowMillis;
    }

    void pass(long millis) {
        nowMillis += millis;
        leases.advance(Duration.ofMillis(millis));
        members.advance(Duration.ofMillis(millis));
        if (lockHolder != null && nowMillis - lockTakenMillis > SESSION_TIMEOUT_MILLIS) {
            lockHolder = null;
        }
    }

    /** Sets the clock on, or back when that is negative, while no time passes. */
    void setClock(long millis) {
        leases.advance(Duration.ofMillis(millis));
        members.advance(Duration.ofMillis(millis));
    }

    void away(boolean now) {
        away = now;
    }

    /** The whole log of the present life, purged entries included. */
    List<LogEntry> entries() {
        return List.copyOf(entries);
    }

    long head() {
        return entries.size() + 1L;
    }

    long highestCompacted() {
        return highestCompacted;
    }

    void noteCompacted(long revision) {
        highestCompacted = Math.max(highestCompacted, revision);
    }

    /** Comes back with nothing above {@code revision}, which must not be compacted. */
    void loseHistoryAbove(long revision) {
        log.loseHistoryAbove(revision);
        entries = new ArrayList<>(entries.subList(0, (int) revision - 1));
        lockHolder = null;
    }

    /** Waits as long as a call may take on its way. */
    void delay() {
        while (random.nextInt(1000) < weather.pause()) {
            turns.pause();
        }
    }

    boolean happens(int chance) {
        return random.nextInt(1000) < chance;
    }

    /** A read or another call that may simply fail. */
    void call() {
        delay();
        if (away || happens(weather.failedRead())) {
            delay();
            throw new DatastoreException("simulated");
        }
    }

    AppendResult append(Object session, LogPosition head, AppendBatch batch) {
        delay();
        if (away || happens(weather.notSent())) {
            return new AppendResult.NotSent(new DatastoreException("simulated"));
        }
        if (happens(weather.lostBefore())) {
            delay();
            return new AppendResult.Unknown(new DatastoreException("lost before"));
        }
        if (happens(weather.late())) {
            // The connection breaks, and the server goes on with what it has got.
            turns.add(this, () -> {
                delay();
                if (takeLock(this)) {
                    commit(head, batch);
                    lockHolder = null;
                }
            });
            return new AppendResult.Unknown(new DatastoreException("late"));
        }
        if (!takeLock(session)) {
            return new AppendResult.NotSent(new DatastoreException("lock timeout"));
        }
        delay();
        if (!session.equals(lockHolder)) {
            return happens(500)
                    ? new AppendResult.NotSent(new DatastoreException("session ended"))
                    : new AppendResult.Unknown(new DatastoreException("session ended"));
        }
        AppendResult result = commit(head, batch);
        lockHolder = null;
        delay();
        return happens(weather.lostAfter()) ? new AppendResult.Unknown(new DatastoreException("lost after")) : result;
    }

    void lock(Object session) {
        if (!takeLock(session)) {
            throw new DatastoreException("lock timeout");
        }
    }

    private boolean takeLock(Object session) {
        long since = nowMillis;
        while (lockHolder != null && !session.equals(lockHolder)) {
            if (nowMillis - since > SESSION_TIMEOUT_MILLIS) {
                return false;
            }
            turns.pause();
        }
        if (lockHolder == null) {
            lockHolder = session;
            lockTakenMillis = nowMillis;
        }
        return true;
    }

    /** As the database does at the end of a session. */
    void end(Object session) {
        if (session.equals(lockHolder)) {
            lockHolder = null;
        }
    }

    private AppendResult commit(LogPosition head, AppendBatch batch) {
        long before = head();
        AppendResult result = log.append(head, batch);
        if (result instanceof AppendResult.Appended
                && !batch.entries().isEmpty()
                && batch.entries().getFirst().revision() > before) {
            for (LogEntry entry : batch.entries()) {
                entries.add(entry);
                committedAtMillis.put(entry.revision(), nowMillis);
            }
        }
        return result;
    }
}
