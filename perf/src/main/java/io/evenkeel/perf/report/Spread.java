package io.evenkeel.perf.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The median of some figures, with the smallest and the largest. */
public record Spread(double median, double min, double max) {

    public static Spread of(List<Double> figures) {
        double[] sorted =
                figures.stream().mapToDouble(figure -> figure).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], Arrays.stream(sorted).max().orElseThrow());
    }

    /** {@code median (min–max)}, each to about three digits. */
    @Override
    public String toString() {
        return number(median) + " (" + number(min) + "–" + number(max) + ")";
    }

    static String number(double figure) {
        int decimals = figure >= 100 || figure == 0 ? 0 : figure >= 10 ? 1 : 2;
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", figure);
        return text.replace(',', ' ');
    }
}
