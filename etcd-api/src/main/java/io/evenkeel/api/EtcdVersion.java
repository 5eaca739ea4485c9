package io.evenkeel.api;

/** The etcd that this server answers to be. Clients switch features on by it, Kubernetes for one. */
public final class EtcdVersion {

    public static final String SERVER = "3.7.1";

    /** The version that the members of a cluster agree on. */
    public static final String CLUSTER_MINOR = "3.7";

    /** The same, as it is told where a whole version is. */
    public static final String CLUSTER = CLUSTER_MINOR + ".0";

    /** The version of what is stored. */
    public static final String STORAGE = "3.7.0";

    private EtcdVersion() {}
}
