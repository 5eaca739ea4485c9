package io.evenkeel.mvcc.store;

import io.evenkeel.mvcc.write.SequencerLimits;
import java.time.Duration;

/**
 * Settings of one replica of a store.
 *
 * @param valueCacheBytes about how much memory cached values may take
 * @param limits bounds of the write path
 * @param purgeDelay how long after a compaction rows are deleted
 * @param pollInterval how often at least a log that others append to is read
 * @param leaseCheckInterval how often to look for expired leases
 * @param indexCheckInterval how often to compare the index with the log, zero for never
 * @param autoCompaction what is compacted unasked
 * @param quotaBytes how much the store may keep; {@link Long#MAX_VALUE} for any amount
 */
public record StoreSettings(
        long valueCacheBytes,
        SequencerLimits limits,
        Duration purgeDelay,
        Duration pollInterval,
        Duration leaseCheckInterval,
        Duration indexCheckInterval,
        AutoCompaction autoCompaction,
        long quotaBytes) {

    public static final StoreSettings DEFAULT = new StoreSettings(
            64L << 20,
            SequencerLimits.DEFAULT,
            Duration.ofSeconds(60),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofHours(4),
            new AutoCompaction.Off(),
            Long.MAX_VALUE);
}
