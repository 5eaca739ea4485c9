package io.evenkeel.assembly.config;

import static io.evenkeel.assembly.config.BadSettingException.require;

import java.time.Duration;

/**
 * How much one request may ask for, and all of them together.
 *
 * @param quotaBackendBytes how much the store may keep; zero for etcd's default of 2 GiB, negative for no quota
 * @param requestTimeout how long a request waits for the datastore before it is answered as timed out
 * @param inFlightBytes what answers may take together until clients have them
 */
public record LimitsConfig(
        int maxRequestBytes, int maxTxnOps, long quotaBackendBytes, Duration requestTimeout, long inFlightBytes) {

    static final String REQUEST_BYTES_ALLOWED = "a size from 1KiB to 1GiB";
    static final String IN_FLIGHT_ALLOWED =
            "a size such as 64MiB, or a share of the heap such as 25%, not below four times --max-request-bytes";
    static final String TXN_OPS_ALLOWED = "a number from 1 to 1000000";
    private static final long DEFAULT_QUOTA_BYTES = 2L << 30;

    public LimitsConfig {
        boolean fits = maxRequestBytes >= 1 << 10 && maxRequestBytes <= 1 << 30;
        require(fits, "max-request-bytes", maxRequestBytes, REQUEST_BYTES_ALLOWED);
        require(maxTxnOps >= 1 && maxTxnOps <= 1_000_000, "max-txn-ops", maxTxnOps, TXN_OPS_ALLOWED);
        require(inFlightBytes >= 4L * maxRequestBytes, "in-flight-bytes", inFlightBytes, IN_FLIGHT_ALLOWED);
        require(requestTimeout.isPositive(), "request-timeout", requestTimeout, ListenerConfig.POSITIVE_DURATION);
    }

    /** The quota in force; {@link Long#MAX_VALUE} when there is none. */
    public long effectiveQuotaBytes() {
        if (quotaBackendBytes == 0) {
            return DEFAULT_QUOTA_BYTES;
        }
        return quotaBackendBytes < 0 ? Long.MAX_VALUE : quotaBackendBytes;
    }
}
