package io.evenkeel.e2e.kubernetes;

import io.evenkeel.e2e.tools.Page;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A histogram of times, as Prometheus has them, summed over API servers and labels.
 *
 * @param upTo how many were not longer, by the bound in seconds
 * @param seconds the sum of all
 */
record Histogram(Map<Double, Double> upTo, double seconds) {

    /** @param labels says which samples count */
    static Histogram of(List<Page> pages, String metric, Predicate<Map<String, String>> labels) {
        Map<Double, Double> upTo = samples(pages, metric + "_bucket", labels)
                .collect(Collectors.groupingBy(
                        sample -> bound(sample.labels().getOrDefault("le", "")),
                        TreeMap::new,
                        Collectors.summingDouble(Page.Sample::value)));
        double seconds = samples(pages, metric + "_sum", labels)
                .mapToDouble(Page.Sample::value)
                .sum();
        return new Histogram(upTo, seconds);
    }

    private static Stream<Page.Sample> samples(List<Page> pages, String name, Predicate<Map<String, String>> labels) {
        return pages.stream()
                .flatMap(page -> page.samples().stream())
                .filter(sample -> sample.name().equals(name))
                .filter(sample -> labels.test(sample.labels()));
    }

    private static double bound(String le) {
        return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
    }

    /** What came since. */
    Histogram since(Histogram before) {
        var rest = new TreeMap<>(upTo);
        before.upTo.forEach((bound, count) -> rest.merge(bound, -count, Double::sum));
        return new Histogram(rest, seconds - before.seconds);
    }

    double count() {
        return upTo.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
    }

    /** NaN of none. */
    double meanMillis() {
        return seconds / count() * 1e3;
    }

    /** In milliseconds, with times spread evenly within a bucket, as Prometheus reckons; NaN of none. */
    double quantileMillis(double quantile) {
        double rank = quantile * count();
        double lowerBound = 0;
        double below = 0;
        for (var bucket : new TreeMap<>(upTo).entrySet()) {
            if (bucket.getValue() >= rank && bucket.getValue() > 0) {
                double inBucket = bucket.getValue() - below;
                double upper = bucket.getKey().isInfinite() ? lowerBound : bucket.getKey();
                return (lowerBound + (upper - lowerBound) * (rank - below) / inBucket) * 1e3;
            }
            lowerBound = bucket.getKey();
            below = bucket.getValue();
        }
        return Double.NaN;
    }

    /** The middle and nearly the longest, as a cell of a table. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f / %.1f", quantileMillis(0.5), quantileMillis(0.99));
    }
}
