package io.evenkeel.assembly.config;

import static io.evenkeel.assembly.config.BadSettingException.require;

import java.time.Duration;

/** How watches are kept informed. */
public record WatchConfig(Duration progressNotifyInterval) {

    static final String INTERVAL_ALLOWED = "a duration of at least 100ms";

    public WatchConfig {
        boolean longEnough = progressNotifyInterval.compareTo(Duration.ofMillis(100)) >= 0;
        require(longEnough, "watch-progress-notify-interval", progressNotifyInterval, INTERVAL_ALLOWED);
    }
}
