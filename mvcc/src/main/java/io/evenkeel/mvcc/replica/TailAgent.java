package io.evenkeel.mvcc.replica;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.read.ReadBarrier;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a log that other replicas append to: reads it when linearizable readers wait, when a hint says that the head has
 * moved, and in any case once per poll interval. While no hints can come it polls more often as long as others write.
 */
public final class TailAgent implements Agent {

    private static final Logger logger = LoggerFactory.getLogger(TailAgent.class);

    private static final long SHORTEST_POLL_NANOS = Duration.ofMillis(10).toNanos();

    private final LogTailer tailer;
    private final WakeUps wakeUps;
    private final long pollNanos;
    private final LongSupplier nanoTime;
    private final Measurements measurements;
    private final Outage reads = new Outage(
            logger,
            "The datastore does not answer; linearizable reads are refused until it does",
            "The datastore answers again");
    private final Signal signal = new Signal();
    private final ReadBarrier barrier = new ReadBarrier(signal::raise);
    private volatile boolean hinted;
    private long currentPollNanos;
    private long nextPollNanos;

    /** @param pollInterval the longest time between two reads */
    public TailAgent(
            LogTailer tailer,
            WakeUps wakeUps,
            Duration pollInterval,
            LongSupplier nanoTime,
            Measurements measurements) {
        this.tailer = tailer;
        this.wakeUps = wakeUps;
        this.pollNanos = pollInterval.toNanos();
        this.currentPollNanos = pollNanos;
        this.nanoTime = nanoTime;
        this.measurements = measurements;
        this.nextPollNanos = nanoTime.getAsLong() + pollNanos;
    }

    public ReadBarrier barrier() {
        return barrier;
    }

    /** Says that the head is {@code head} or more. A lost hint costs a poll interval, never an entry. */
    public void hint(long head) {
        if (head > tailer.applied().revision()) {
            hinted = true;
            signal.raise();
        }
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public long step() {
        long untilPoll = nextPollNanos - nanoTime.getAsLong();
        if (untilPoll > 0 && !hinted && !barrier.hasWaiting()) {
            return untilPoll;
        }
        hinted = false;
        List<CompletableFuture<Long>> readers = barrier.takeWaiting();
        long before = tailer.entriesRead();
        long from = nanoTime.getAsLong();
        try {
            long head = tailer.catchUp();
            reads.noteSuccess();
            adaptPoll(tailer.entriesRead() > before);
            readers.forEach(reader -> reader.complete(head));
        } catch (DatastoreException e) {
            reads.noteFailure(e);
            readers.forEach(reader -> reader.completeExceptionally(Refusal.UNAVAILABLE.asException()));
        }
        long now = nanoTime.getAsLong();
        if (!readers.isEmpty()) {
            measurements.barrierRead(readers.size(), now - from);
        }
        nextPollNanos = now + currentPollNanos;
        return 0;
    }

    /** What has just moved will soon move again; and each read that finds nothing doubles the time to the next. */
    private void adaptPoll(boolean moved) {
        if (wakeUps.connected()) {
            currentPollNanos = pollNanos;
        } else {
            currentPollNanos = moved ? SHORTEST_POLL_NANOS : Math.min(pollNanos, 2 * currentPollNanos);
        }
    }
}
