package io.evenkeel.e2e.tools;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page in Prometheus' text form.
 *
 * @param types of each metric
 * @param samples each one's labels and value
 */
public record Page(Map<String, String> types, List<Sample> samples) {

    private static final Pattern TYPE = Pattern.compile("# TYPE (\\w+) (\\w+)");
    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    public record Sample(String name, Map<String, String> labels, double value) {}

    /** @throws AssertionError when a line is not in that form */
    public static Page of(List<String> lines) {
        Map<String, String> types = new HashMap<>();
        List<Sample> samples = lines.stream()
                .filter(line -> !line.startsWith("#"))
                .map(Page::sample)
                .toList();
        for (String line : lines) {
            Matcher type = TYPE.matcher(line);
            if (type.matches()) {
                types.put(type.group(1), type.group(2));
            }
        }
        return new Page(types, samples);
    }

    private static Sample sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("not a sample: " + line);
        }
        Map<String, String> labels = new LinkedHashMap<>();
        String text = sample.group(2) == null ? "" : sample.group(2);
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (label.find() && label.start() == end) {
            labels.put(label.group(1), label.group(2));
            end = label.end();
        }
        if (end != text.length()) {
            throw new AssertionError("not labels: " + line);
        }
        return new Sample(
                sample.group(1), labels, Double.parseDouble(sample.group(3).replace("Inf", "Infinity")));
    }

    /** The names of the labels of all samples of a metric. */
    public Set<String> labels(String metric) {
        Set<String> names = new TreeSet<>();
        for (Sample sample : samples) {
            if (sample.name().equals(metric) || sample.name().equals(metric + "_bucket")) {
                names.addAll(sample.labels().keySet());
            }
        }
        return names;
    }

    /** The one sample of this name. */
    public double value(String name) {
        return value(name, Map.of());
    }

    /** The one sample of this name that has these labels, whatever others it has. */
    public double value(String name, Map<String, String> labels) {
        List<Sample> found = samples.stream()
                .filter(sample ->
                        sample.name().equals(name) && sample.labels().entrySet().containsAll(labels.entrySet()))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " samples of " + name + labels);
        }
        return found.getFirst().value();
    }
}
