package io.evenkeel.operator.tenant;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The control plane that a database and a login are made for.
 *
 * @param cluster what the cluster is known by, for ever: it tells it from another one of the same name
 */
public record Owner(String namespace, String name, String cluster) {

    private static final String MARKER = "evenkeel control plane ";
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9._-]{1,253}");

    public Owner {
        check("namespace", namespace);
        check("name", name);
        check("cluster", cluster);
    }

    private static void check(String what, String part) {
        if (!PART.matcher(part).matches()) {
            throw new IllegalArgumentException("the " + what + " of a control plane has 1 to 253 letters, digits, dots,"
                    + " dashes or underscores: '" + part + "'");
        }
    }

    /** What is written on all that belongs to this control plane. */
    String marker() {
        return MARKER + namespace + "/" + name + "/" + cluster;
    }

    /** Whose marker this is; empty for a text that is none. */
    static Optional<Owner> ofMarker(@Nullable String text) {
        if (text == null || !text.startsWith(MARKER)) {
            return Optional.empty();
        }
        String[] parts = text.substring(MARKER.length()).split("/", -1);
        boolean whole = parts.length == 3;
        for (String part : parts) {
            whole &= PART.matcher(part).matches();
        }
        return whole ? Optional.of(new Owner(parts[0], parts[1], parts[2])) : Optional.empty();
    }

    /** A pattern of SQL's {@code like} that fits markers only. */
    static String likeMarker() {
        return MARKER + "%/%/%";
    }

    @Override
    public String toString() {
        return namespace + "/" + name + " (cluster " + cluster + ")";
    }
}
