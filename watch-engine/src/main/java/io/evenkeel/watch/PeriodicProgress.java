package io.evenkeel.watch;

import java.util.Comparator;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Tells watches created with {@code progress_notify} of progress at long, regular intervals, one timer a stream. A watch
 * that got events since the last tick is left out of this one; so is one that is behind. Owned by the hub.
 */
final class PeriodicProgress {

    private final HubState hub;
    private final long intervalNanos;
    private final RandomGenerator random;
    private final TreeSet<Timer> timers =
            new TreeSet<>(Comparator.comparingLong(Timer::dueNanos).thenComparingLong(Timer::sequence));
    private long opened;

    /**
     * @param sequence tells timers apart that are due at once
     * @param intervalNanos with this stream's share of chance, so that streams opened together do not tick together
     */
    record Timer(WatchSession session, long dueNanos, long sequence, long intervalNanos) {}

    PeriodicProgress(HubState hub, WatchSettings settings, RandomGenerator random) {
        this.hub = hub;
        this.intervalNanos = settings.progressNotifyInterval().toNanos();
        this.random = random;
    }

    void open(WatchSession session) {
        long interval = intervalNanos + random.nextLong(intervalNanos / 10);
        set(new Timer(session, hub.nowNanos() + interval, opened++, interval));
    }

    void remove(WatchSession session) {
        Timer timer = session.watches().timer();
        if (timer != null) {
            timers.remove(timer);
        }
    }

    void tick() {
        while (!timers.isEmpty() && timers.first().dueNanos() <= hub.nowNanos()) {
            Timer due = timers.removeFirst();
            set(new Timer(due.session(), hub.nowNanos() + due.intervalNanos(), due.sequence(), due.intervalNanos()));
            tell(due.session());
        }
    }

    long nanosUntilDue() {
        return timers.isEmpty() ? Long.MAX_VALUE : Math.max(0, timers.first().dueNanos() - hub.nowNanos());
    }

    private void set(Timer timer) {
        timer.session().watches().setTimer(timer);
        timers.add(timer);
    }

    private void tell(WatchSession session) {
        for (Watcher watcher : session.watches().wantingProgress()) {
            boolean hadEvents = watcher.takeToldSinceTick();
            boolean inStep = watcher.state() == Watcher.State.LIVE && hub.head() >= watcher.startRevision();
            if (!hadEvents && inStep && session.outbox().hasRoom()) {
                watcher.offerProgress(hub.head());
            }
        }
    }
}
