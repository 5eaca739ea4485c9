package io.evenkeel.api;

import java.time.Duration;

/**
 * What the services need to know of the server's configuration. The defaults are etcd's.
 *
 * @param maxRequestBytes the largest request that is written, counted as etcd counts it
 * @param maxTxnOps how many compares, and how many operations per branch, a transaction may have
 * @param requestTimeout after which a request that has no answer is told so
 * @param quotaBytes the space quota that Status reports
 * @param calls what all calls together may take
 */
public record ServiceSettings(
        int maxRequestBytes, int maxTxnOps, Duration requestTimeout, long quotaBytes, CallLimits calls) {

    public static final ServiceSettings DEFAULTS = new ServiceSettings(
            1536 * 1024,
            128,
            Duration.ofSeconds(7),
            2L * 1024 * 1024 * 1024,
            new CallLimits(10_000, 256 << 20, 256 << 20));

    /** How much larger than its largest request a message may be on the wire. */
    private static final int OVERHEAD_BYTES = 512 * 1024;

    public ServiceSettings {
        require(maxRequestBytes > 0 && maxRequestBytes <= Integer.MAX_VALUE - OVERHEAD_BYTES, "max-request-bytes");
        require(maxTxnOps > 0, "max-txn-ops");
        require(requestTimeout.isPositive(), "request timeout");
        require(quotaBytes >= 0, "quota-backend-bytes");
    }

    /** The largest message a client may send, and the size from which on the events of a watch are fragmented. */
    public int maxMessageBytes() {
        return maxRequestBytes + OVERHEAD_BYTES;
    }

    private static void require(boolean holds, String setting) {
        if (!holds) {
            throw new IllegalArgumentException(setting + " out of range");
        }
    }
}
