package io.evenkeel.mvcc.replica;

/** Someone who is told, on any thread, whose progress is waited for; returns at once. */
@FunctionalInterface
public interface ProgressListener {

    /**
     * Somebody waits for watches to be told of progress.
     *
     * @param start {@link io.evenkeel.mvcc.Key#fingerprint} of the key that their range begins with
     * @param revision to this one or beyond
     */
    void wanted(long start, long revision);
}
