package io.evenkeel.watch;

import java.time.Duration;

/**
 * The bounds and intervals of the watch engine.
 *
 * @param progressNotifyInterval how often an idle watch with {@code progress_notify} is told of progress; up to a tenth
 *     is added at random, per stream
 * @param pushProgressInterval how long a stream is left in peace before such a watch is told, unasked and with nobody known to
 *     wait for it, that the head has moved; zero for never
 * @param outbox what may wait for one stream that does not take it; one message may exceed the bytes
 * @param batch what one {@code Events} message of a watch that is catching up holds; one revision may exceed the bytes
 * @param recentBytes applied entries that are kept for watches that are a little behind
 * @param backlogBytes applied entries that may wait for the hub; beyond that it skips them and every watch catches up
 * @param concurrentReads reads of the log that may be under way for watches that are far behind
 * @param unansweredRequests requests of one stream whose answers it has not taken; beyond that the stream is closed
 * @param watchesPerStream watches of one stream; beyond that creates are refused
 * @param total what all streams together may take
 */
public record WatchSettings(
        Duration progressNotifyInterval,
        Duration pushProgressInterval,
        Bound outbox,
        Bound batch,
        long recentBytes,
        long backlogBytes,
        int concurrentReads,
        int unansweredRequests,
        int watchesPerStream,
        Total total) {

    private static final Duration SHORTEST_PROGRESS_NOTIFY_INTERVAL = Duration.ofMillis(100);

    /** As much as fits into both a count and a size. */
    public record Bound(int count, long bytes) {
        public Bound {
            requirePositive("count", count);
            requirePositive("bytes", bytes);
        }
    }

    /**
     * Bounds over all streams.
     *
     * @param watchBytes what the watches themselves may take in memory; beyond that creates are refused
     * @param outboxBytes what may wait for streams that do not take it; beyond that each is given one message at a time
     */
    public record Total(long watchBytes, long outboxBytes) {
        public Total {
            requirePositive("watchBytes", watchBytes);
            requirePositive("outboxBytes", outboxBytes);
        }
    }

    public static final WatchSettings DEFAULT = new WatchSettings(
            Duration.ofMinutes(10),
            Duration.ofSeconds(5),
            new Bound(256, 1 << 20),
            new Bound(1000, 512 << 10),
            32 << 20,
            64 << 20,
            4,
            4096,
            100_000,
            new Total(256 << 20, 256 << 20));

    public WatchSettings {
        if (progressNotifyInterval.compareTo(SHORTEST_PROGRESS_NOTIFY_INTERVAL) < 0) {
            throw new IllegalArgumentException(
                    "progressNotifyInterval is " + progressNotifyInterval + ", but at least 100 ms are needed");
        }
        if (pushProgressInterval.isNegative()) {
            throw new IllegalArgumentException("pushProgressInterval is " + pushProgressInterval + ", below zero");
        }
        requirePositive("recentBytes", recentBytes);
        requirePositive("backlogBytes", backlogBytes);
        requirePositive("concurrentReads", concurrentReads);
        requirePositive("unansweredRequests", unansweredRequests);
        requirePositive("watchesPerStream", watchesPerStream);
    }

    public WatchSettings withProgressNotifyInterval(Duration interval) {
        return new WatchSettings(
                interval,
                pushProgressInterval,
                outbox,
                batch,
                recentBytes,
                backlogBytes,
                concurrentReads,
                unansweredRequests,
                watchesPerStream,
                total);
    }

    public WatchSettings withPushProgressInterval(Duration interval) {
        return new WatchSettings(
                progressNotifyInterval,
                interval,
                outbox,
                batch,
                recentBytes,
                backlogBytes,
                concurrentReads,
                unansweredRequests,
                watchesPerStream,
                total);
    }

    WatchSettings withTotal(Total bounds) {
        return new WatchSettings(
                progressNotifyInterval,
                pushProgressInterval,
                outbox,
                batch,
                recentBytes,
                backlogBytes,
                concurrentReads,
                unansweredRequests,
                watchesPerStream,
                bounds);
    }

    /**
     * These settings for a heap of so many bytes: what all streams together may take, and what is kept of the past, are shares
     * of it.
     */
    public WatchSettings within(long heapBytes) {
        return new WatchSettings(
                progressNotifyInterval,
                pushProgressInterval,
                outbox,
                batch,
                Math.clamp(heapBytes / 20, 1, recentBytes),
                Math.clamp(heapBytes / 20, 1, backlogBytes),
                concurrentReads,
                unansweredRequests,
                watchesPerStream,
                new Total(Math.max(1, heapBytes / 20), Math.max(1, heapBytes / 20)));
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " is " + value + ", but must be above 0");
        }
    }
}
