package io.evenkeel.perf.load;

import java.util.Arrays;

/**
 * How often which latency was seen, in buckets at most 1.6 % wide: 64 to each power of two. Written by one thread at a
 * time.
 */
public final class Latencies {

    private static final int STEPS_BITS = 6;
    private static final int STEPS = 1 << STEPS_BITS;

    private final long[] counts = new long[(64 - STEPS_BITS) * STEPS];

    void record(long nanos) {
        counts[bucket(Math.max(nanos, 0))]++;
    }

    void add(Latencies other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    void clear() {
        Arrays.fill(counts, 0);
    }

    public long count() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    /** The latency that a share {@code quantile} of the operations did not exceed; NaN when there were none. */
    public double quantileMillis(double quantile) {
        long rank = (long) Math.ceil(quantile * count());
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank && seen > 0) {
                return middleNanos(i) / 1e6;
            }
        }
        return Double.NaN;
    }

    private static int bucket(long nanos) {
        int shift = shift(nanos);
        return shift * STEPS + (int) (nanos >>> shift);
    }

    private static int shift(long nanos) {
        return Math.max(0, 63 - Long.numberOfLeadingZeros(nanos) - STEPS_BITS);
    }

    private static double middleNanos(int bucket) {
        if (bucket < 2 * STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        long first = (long) (bucket - shift * STEPS) << shift;
        return first + (1L << shift) / 2.0;
    }
}
