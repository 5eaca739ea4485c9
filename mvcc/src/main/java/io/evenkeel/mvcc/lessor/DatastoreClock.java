package io.evenkeel.mvcc.lessor;

import java.time.Duration;

/**
 * The datastore's clock as seen beside this process's, which cannot be set: notices when the other one was, or when this
 * process did not run while the other one did, as in a virtual machine that was suspended.
 */
final class DatastoreClock {

    /** No clock that is only being adjusted gains or loses that much between two readings. */
    private static final Duration MOST_DRIFT = Duration.ofMillis(50);

    /** A reading that took longer says too little of when it was taken. */
    private static final Duration LONGEST_READING = Duration.ofMillis(500);

    enum Reading {
        /** The clock went on since the reading before as time did. */
        WENT_ON,
        /** It did not, or there is no reading to compare with. */
        SET,
        /** It took too long to say; as if it had not been taken. */
        VAGUE
    }

    private boolean known;
    private long millis;
    private long askedNanos;
    private long answeredNanos;

    /** How long the longest reading took of those that were compared. */
    private long longestNanos;

    /** To be called when the readings to come say nothing in comparison with those before. */
    void forget() {
        known = false;
    }

    /** @param clockMillis what the datastore's clock said at some moment between the other two, which are this process's */
    Reading read(long clockMillis, long askedNanos, long answeredNanos) {
        if (answeredNanos - askedNanos > LONGEST_READING.toNanos()) {
            return Reading.VAGUE;
        }
        long elapsed = Duration.ofMillis(clockMillis - millis).toNanos();
        boolean wentOn = known
                && elapsed >= askedNanos - this.answeredNanos - MOST_DRIFT.toNanos()
                && elapsed <= answeredNanos - this.askedNanos + MOST_DRIFT.toNanos();
        long took = answeredNanos - askedNanos;
        this.longestNanos = wentOn ? Math.max(longestNanos, took) : took;
        this.known = true;
        this.millis = clockMillis;
        this.askedNanos = askedNanos;
        this.answeredNanos = answeredNanos;
        return wentOn ? Reading.WENT_ON : Reading.SET;
    }

    /** How far the clock may have been set on between two readings without being found out: each may be off by what it took. */
    long mostUnnoticedNanos() {
        return MOST_DRIFT.toNanos() + 2 * longestNanos;
    }
}
