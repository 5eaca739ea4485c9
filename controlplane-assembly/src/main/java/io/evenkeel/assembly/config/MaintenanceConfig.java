package io.evenkeel.assembly.config;

import static io.evenkeel.assembly.config.BadSettingException.require;

import java.time.Duration;

/**
 * What a server sees to by itself.
 *
 * @param purgeDelay how long rows stay after their compaction, so that whoever read of them in an index still finds them
 * @param corruptCheckTime time between two comparisons of the index with the database, zero for none
 */
public record MaintenanceConfig(Duration purgeDelay, Duration corruptCheckTime) {

    static final String DURATION = "a duration such as 4h or 30m, or 0 for never";

    public MaintenanceConfig {
        require(purgeDelay.isPositive(), "purge-delay", purgeDelay, ListenerConfig.POSITIVE_DURATION);
        require(!corruptCheckTime.isNegative(), "corrupt-check-time", corruptCheckTime, DURATION);
    }
}
