package io.evenkeel.mvcc.alarm;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Alarms in memory. */
public final class InMemoryAlarmStore implements AlarmStore {

    private final TreeSet<Alarm> alarms =
            new TreeSet<>(Comparator.comparing(Alarm::kind).thenComparingLong(Alarm::memberId));

    @Override
    public synchronized void raise(Alarm alarm) {
        alarms.add(alarm);
    }

    @Override
    public synchronized boolean clear(Alarm alarm) {
        return alarms.remove(alarm);
    }

    @Override
    public synchronized List<Alarm> list() {
        return List.copyOf(alarms);
    }
}
