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
 * moved, and in any case once per poll interval.
 */
public final class TailAgent implements Agent {

    private static final Logger logger = LoggerFactory.getLogger(TailAgent.class);

    private final LogTailer tailer;
    private final long pollNanos;
    private final LongSupplier nanoTime;
    private final Signal signal = new Signal();
    private final ReadBarrier barrier = new ReadBarrier(signal::raise);
    private volatile boolean hinted;
    private boolean reachable = true;
    private long nextPollNanos;

    public TailAgent(LogTailer tailer, Duration pollInterval, LongSupplier nanoTime) {
        this.tailer = tailer;
        this.pollNanos = pollInterval.toNanos();
        this.nanoTime = nanoTime;
        this.nextPollNanos = nanoTime.getAsLong() + pollNanos;
    }

    public ReadBarrier barrier() {
        return barrier;
    }

    /** Says that the head may have moved. A lost hint costs a poll interval, never an entry. */
    public void hint() {
        hinted = true;
        signal.raise();
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
        try {
            long head = tailer.catchUp();
            noteReachable();
            readers.forEach(reader -> reader.complete(head));
        } catch (DatastoreException e) {
            noteUnreachable(e);
            readers.forEach(reader -> reader.completeExceptionally(Refusal.UNAVAILABLE.asException()));
        }
        nextPollNanos = nanoTime.getAsLong() + pollNanos;
        return 0;
    }

    private void noteReachable() {
        if (!reachable) {
            reachable = true;
            logger.info("The datastore answers again");
        }
    }

    private void noteUnreachable(DatastoreException e) {
        if (reachable) {
            reachable = false;
            logger.warn(
                    "The datastore does not answer; linearizable reads are refused until it does: {}", e.getMessage());
        }
    }
}
