package io.evenkeel.mvcc.replica;

import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.index.KeyIndex;
import io.evenkeel.mvcc.index.Version;
import io.evenkeel.mvcc.index.View;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.log.LogSnapshot;
import io.evenkeel.mvcc.log.RevisionLog;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares, from time to time, this replica's index with one loaded afresh from the log. Since the log is the same for all
 * replicas, those that agree with it agree with each other. While it compares, it takes the memory of a second index.
 */
public final class IndexCheck implements Agent {

    private static final Logger logger = LoggerFactory.getLogger(IndexCheck.class);

    private final RevisionLog log;
    private final LogTailer tailer;
    private final Consumer<String> onMismatch;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private final Signal signal = new Signal();
    private long nextCheckNanos;

    /**
     * @param onMismatch told what is different
     * @param interval time between two checks; zero for none
     */
    public IndexCheck(
            RevisionLog log, LogTailer tailer, Consumer<String> onMismatch, Duration interval, LongSupplier nanoTime) {
        this.log = log;
        this.tailer = tailer;
        this.onMismatch = onMismatch;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
        this.nextCheckNanos = nanoTime.getAsLong() + intervalNanos;
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public long step() {
        if (intervalNanos == 0) {
            return IDLE;
        }
        long untilCheck = nextCheckNanos - nanoTime.getAsLong();
        if (untilCheck > 0) {
            return untilCheck;
        }
        try {
            check().ifPresent(onMismatch);
        } catch (DatastoreException e) {
            logger.debug("Cannot check the index: {}", e.getMessage());
        }
        nextCheckNanos = nanoTime.getAsLong() + intervalNanos;
        return intervalNanos;
    }

    /**
     * Compares now; waits for the datastore.
     *
     * @return what is different; empty when nothing is, and when nothing can be said: an append of this replica's own is in
     *     the log and about to be applied, or the revision of the comparison was compacted meanwhile
     */
    public Optional<String> check() {
        var fresh = new KeyIndex();
        LogSnapshot snapshot = log.load(fresh::restore);
        long revision = snapshot.head().revision();
        if (log.shared()) {
            tailer.catchUp();
        }
        if (tailer.applied().revision() < revision) {
            return Optional.empty();
        }
        View expected = fresh.view(revision);
        View found = tailer.applied().index().view(revision);
        Optional<String> difference = difference(expected, found).or(() -> difference(found, expected));
        return tailer.compacted() > revision ? Optional.empty() : difference;
    }

    private static Optional<String> difference(View expected, View found) {
        String[] difference = new String[1];
        expected.scan(KeyRange.ALL, (key, version) -> {
            Version other = found.live(key);
            if (other == null || !isSame(version, other)) {
                difference[0] = "key " + key + " at revision " + expected.revision() + ": " + version + " here, "
                        + (other == null ? "nothing" : other) + " there";
            }
            return difference[0] == null;
        });
        return Optional.ofNullable(difference[0]);
    }

    private static boolean isSame(Version version, Version other) {
        return version.revision().equals(other.revision())
                && version.createRevision() == other.createRevision()
                && version.version() == other.version()
                && version.lease() == other.lease();
    }
}
