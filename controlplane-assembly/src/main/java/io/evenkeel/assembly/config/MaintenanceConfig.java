package io.evenkeel.assembly.config;

import static io.evenkeel.assembly.config.BadSettingException.require;

import io.evenkeel.mvcc.store.AutoCompaction;
import java.time.Duration;

/**
 * What a server sees to by itself.
 *
 * @param purgeDelay how long rows stay after their compaction, so that whoever read of them in an index still finds them
 * @param autoCompaction what is compacted without anybody asking for it
 * @param corruptCheckTime time between two comparisons of the index with the database, zero for none
 */
public record MaintenanceConfig(Duration purgeDelay, Duration corruptCheckTime, AutoCompaction autoCompaction) {

    static final String DURATION = "a duration such as 4h or 30m, or 0 for never";

    static final String MODE_ALLOWED = "periodic or revision";
    static final String RETENTION_ALLOWED =
            "a duration such as 5m or 24h, or a number of hours, for periodic; a number for revision; 0 for never";

    public MaintenanceConfig {
        require(purgeDelay.isPositive(), "purge-delay", purgeDelay, ListenerConfig.POSITIVE_DURATION);
        require(!corruptCheckTime.isNegative(), "corrupt-check-time", corruptCheckTime, DURATION);
    }

    /** As etcd reads the two: what the retention means depends on the mode. */
    static AutoCompaction autoCompaction(CompactionMode mode, String retention) {
        if (retention.equals("0")) {
            return new AutoCompaction.Off();
        }
        boolean isNumber = retention.matches("[0-9]{1,18}");
        return switch (mode) {
            case REVISION -> {
                require(isNumber, "auto-compaction-retention", retention, RETENTION_ALLOWED);
                yield new AutoCompaction.Revisions(Long.parseLong(retention));
            }
            case PERIODIC -> new AutoCompaction.Periodic(period(isNumber ? retention + "h" : retention));
        };
    }

    private static Duration period(String text) {
        try {
            Duration period = GoDuration.parse(text);
            require(period.isPositive(), "auto-compaction-retention", text, RETENTION_ALLOWED);
            return period;
        } catch (IllegalArgumentException e) {
            throw BadSettingException.unreadable("auto-compaction-retention", text, e, RETENTION_ALLOWED);
        }
    }
}
