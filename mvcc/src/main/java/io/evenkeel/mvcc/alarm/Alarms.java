package io.evenkeel.mvcc.alarm;

import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.replica.Agent;
import io.evenkeel.mvcc.replica.Signal;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alarms of a store as this member knows them: its own at once, those of others when it looks next. What is refused
 * because of them is asked here on every write, so that only a field is read.
 */
public final class Alarms implements Agent {

    private static final Logger logger = LoggerFactory.getLogger(Alarms.class);

    private final AlarmStore store;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private final Signal signal = new Signal();
    private volatile List<Alarm> known = List.of();
    private long nextLookNanos;

    /** @param interval how often to look for alarms of other members */
    public Alarms(AlarmStore store, Duration interval, LongSupplier nanoTime) {
        this.store = store;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
        this.nextLookNanos = nanoTime.getAsLong();
    }

    public boolean isRaised(Alarm.Kind kind) {
        List<Alarm> alarms = known;
        return !alarms.isEmpty() && alarms.stream().anyMatch(alarm -> alarm.kind() == kind);
    }

    /** All alarms as of the last look. */
    public List<Alarm> known() {
        return known;
    }

    /** Raises an alarm for all members; waits for the datastore. */
    public void raise(Alarm alarm) {
        store.raise(alarm);
        look();
    }

    /** @return whether there was such an alarm; waits for the datastore */
    public boolean clear(Alarm alarm) {
        boolean cleared = store.clear(alarm);
        look();
        return cleared;
    }

    /** All alarms as they are now; waits for the datastore. */
    public List<Alarm> list() {
        look();
        return known;
    }

    private void look() {
        List<Alarm> found = List.copyOf(store.list());
        if (!found.equals(known)) {
            logger.warn("Alarms of the store: {}", found.isEmpty() ? "none any more" : found);
        }
        known = found;
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public long step() {
        long untilLook = nextLookNanos - nanoTime.getAsLong();
        if (untilLook > 0) {
            return untilLook;
        }
        nextLookNanos = nanoTime.getAsLong() + intervalNanos;
        try {
            look();
        } catch (DatastoreException e) {
            logger.debug("Cannot look for alarms: {}", e.getMessage());
        }
        return intervalNanos;
    }
}
