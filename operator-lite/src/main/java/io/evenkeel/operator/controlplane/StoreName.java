package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.datastore.SharedServers;

/** What a key space is called within its database, the same whenever it is asked for. */
final class StoreName {

    private static final int LIMIT = 63;
    private static final int DIGITS = 16;

    private StoreName() {}

    /** That of a control plane: namespace and name; where that is too long for a store, its beginning and a digest of all of it. */
    static String of(String namespace, String name) {
        return cut(namespace + "." + name);
    }

    /** That of several control planes. None of them can be called like this, having no dot in its name. */
    static String ofShared(SharedServers servers) {
        return cut(servers.namespace() + "." + servers.datastore() + ".shared");
    }

    private static String cut(String whole) {
        return whole.length() <= LIMIT
                ? whole
                : whole.substring(0, LIMIT - 1 - DIGITS) + "_"
                        + Digest.of(whole).substring(0, DIGITS);
    }
}
