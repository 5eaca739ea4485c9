package io.evenkeel.operator.version;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of k0s, as {@code v1.36.2+k0s.0}. */
public record K0sVersion(int major, int minor, int patch, int build) implements Comparable<K0sVersion> {

    /** The first that publishes konnectivity at an address of its own, without which agents do not find all controllers. */
    public static final K0sVersion OLDEST = new K0sVersion(1, 35, 1, 0);

    private static final Pattern FORM =
            Pattern.compile("v([0-9]{1,6})\\.([0-9]{1,6})\\.([0-9]{1,6})\\+k0s\\.([0-9]{1,6})");
    private static final Comparator<K0sVersion> ORDER = Comparator.comparingInt(K0sVersion::major)
            .thenComparingInt(K0sVersion::minor)
            .thenComparingInt(K0sVersion::patch)
            .thenComparingInt(K0sVersion::build);

    /** @throws IllegalArgumentException when it is none */
    public static K0sVersion parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not of the form v1.36.2+k0s.0: " + text);
        }
        return new K0sVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)));
    }

    /** As in the tag of an image, where there can be no plus. */
    public String tag() {
        return "v" + major + "." + minor + "." + patch + "-k0s." + build;
    }

    @Override
    public int compareTo(K0sVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "v" + major + "." + minor + "." + patch + "+k0s." + build;
    }
}
