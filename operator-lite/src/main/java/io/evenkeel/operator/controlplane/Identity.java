package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.certificates.Authority;
import io.evenkeel.operator.certificates.KeyMaterial;
import java.time.Instant;

/**
 * The Secrets that make a cluster the one it is: whoever has others is another cluster to its workers. They are made once, under the
 * names of Cluster API, and stay when the control plane is deleted, as its data does.
 */
public enum Identity {
    /**
     * Signs what API servers, workers and users are known by. Only certificates of an authority of this name does k0s renew when it
     * starts.
     */
    AUTHORITY("ca", "kubernetes-ca"),
    /** Signs the tokens of service accounts. */
    SERVICE_ACCOUNTS("sa", ""),
    /** Signs what aggregated API servers know the API server by. */
    FRONT_PROXY("proxy", "kubernetes-front-proxy-ca"),
    /** Signs what the servers of the store know each other by. */
    SERVERS("etcd", "etcd-ca");

    private final String suffix;
    private final String commonName;

    Identity(String suffix, String commonName) {
        this.suffix = suffix;
        this.commonName = commonName;
    }

    /** Of the Secret of a control plane. */
    public String secretName(String plane) {
        return plane + "-" + suffix;
    }

    KeyMaterial create(Instant now) {
        return commonName.isEmpty() ? Authority.createKeyPair() : Authority.create(commonName, now);
    }
}
