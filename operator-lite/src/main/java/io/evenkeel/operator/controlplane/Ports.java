package io.evenkeel.operator.controlplane;

/** The ports of a controller. */
final class Ports {

    /** Kubernetes' API, for everybody. */
    static final int API = 6443;

    /** Where the konnectivity agents of workers connect to. */
    static final int KONNECTIVITY = 8132;

    /** Our server's for the API server beside it, on the loopback interface only. */
    static final int ETCD = 2379;

    /** Our server's for those beside the other controllers, by TLS with certificates on both sides. */
    static final int PEERS = 2380;

    /** Our server's health and metrics. */
    static final int METRICS = 2381;

    private Ports() {}
}
