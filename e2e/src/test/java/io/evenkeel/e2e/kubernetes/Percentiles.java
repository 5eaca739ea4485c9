package io.evenkeel.e2e.kubernetes;

import java.util.Arrays;
import java.util.Locale;

/** Of times, in milliseconds. */
record Percentiles(double p50, double p90, double p99) {

    private static final double NANOS_PER_MILLI = 1e6;

    static Percentiles ofNanos(long... nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Percentiles(at(sorted, 50), at(sorted, 90), at(sorted, 99));
    }

    private static double at(long[] sorted, int percent) {
        return sorted[(sorted.length - 1) * percent / 100] / NANOS_PER_MILLI;
    }

    /** The middle and nearly the longest, as a cell of a table. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f / %.1f", p50, p99);
    }
}
