package io.evenkeel.perf.load;

import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.api.proto.mvccpb.Event;
import java.util.BitSet;

/** One watcher of numbered writes: when it got which, and whether it got each of them once and in the order of revisions. */
final class LagWatcher implements WatchStreams.Watcher {

    private final NumberedWrites writes;
    private final Latencies latencies = new Latencies();
    private final BitSet seen = new BitSet();
    private long lastRevision;
    private long doubled;
    private long outOfOrder;

    LagWatcher(NumberedWrites writes) {
        this.writes = writes;
    }

    @Override
    public synchronized void onResponse(WatchResponse response) {
        long now = System.nanoTime();
        for (Event event : response.getEventsList()) {
            int number = (int) Values.stampOf(event.getKv().getValue());
            latencies.record(now - writes.sentNanos(number));
            if (seen.get(number)) {
                doubled++;
            } else if (event.getKv().getModRevision() <= lastRevision) {
                outOfOrder++;
            }
            seen.set(number);
            lastRevision = Math.max(lastRevision, event.getKv().getModRevision());
        }
    }

    synchronized boolean hasSeenAll() {
        return seen.cardinality() == writes.count();
    }

    /** Adds what was seen here to what others saw. */
    synchronized Lag addTo(Lag lag) {
        lag.latencies().add(latencies);
        return new Lag(
                lag.latencies(),
                lag.lost() + writes.count() - seen.cardinality(),
                lag.doubled() + doubled,
                lag.outOfOrder() + outOfOrder);
    }
}
