package io.evenkeel.operator.controlplane;

/** The key space of a control plane within its database, the same whenever it is asked for. */
final class StoreName {

    private static final int LIMIT = 63;
    private static final int DIGITS = 16;

    private StoreName() {}

    /** Namespace and name; where that is too long for a store, its beginning and a digest of all of it. */
    static String of(String namespace, String name) {
        String whole = namespace + "." + name;
        return whole.length() <= LIMIT
                ? whole
                : whole.substring(0, LIMIT - 1 - DIGITS) + "_"
                        + Digest.of(whole).substring(0, DIGITS);
    }
}
