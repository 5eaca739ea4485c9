package io.evenkeel.mvcc.alarm;

import java.util.List;

/**
 * The port to where alarms are kept, for all members and over restarts.
 *
 * <p>All methods block, may be called from any thread, and throw {@link io.evenkeel.mvcc.log.DatastoreException} when the
 * datastore cannot be reached.
 */
public interface AlarmStore {

    /** Raises an alarm; nothing happens when it is raised already. */
    void raise(Alarm alarm);

    /** @return whether there was such an alarm */
    boolean clear(Alarm alarm);

    /** All alarms, by kind and member. */
    List<Alarm> list();
}
