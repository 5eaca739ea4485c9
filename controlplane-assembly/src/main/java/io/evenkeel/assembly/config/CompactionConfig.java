package io.evenkeel.assembly.config;

import static io.evenkeel.assembly.config.BadSettingException.require;

import java.time.Duration;

/**
 * How compacted history is deleted.
 *
 * @param purgeDelay how long rows stay after their compaction, so that whoever read of them in an index still finds them
 */
public record CompactionConfig(Duration purgeDelay) {

    public CompactionConfig {
        require(purgeDelay.isPositive(), "purge-delay", purgeDelay, ListenerConfig.POSITIVE_DURATION);
    }
}
