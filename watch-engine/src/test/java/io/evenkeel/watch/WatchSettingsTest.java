package io.evenkeel.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.watch.WatchSettings.Bound;
import io.evenkeel.watch.WatchSettings.Total;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class WatchSettingsTest {

    @Test
    void hasTheseDefaults() {
        assertThat(WatchSettings.DEFAULT)
                .isEqualTo(new WatchSettings(
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(5),
                        new Bound(256, 1_048_576),
                        new Bound(1000, 524_288),
                        33_554_432,
                        67_108_864,
                        4,
                        4096,
                        100_000,
                        new Total(268_435_456, 268_435_456)));
    }

    @Test
    void keepsLessInASmallHeapAndNoMoreOfThePastInALargeOne() {
        WatchSettings small = WatchSettings.DEFAULT.within(100_000_000);
        WatchSettings large = WatchSettings.DEFAULT.within(100_000_000_000L);

        assertThat(small.recentBytes()).isEqualTo(5_000_000);
        assertThat(small.backlogBytes()).isEqualTo(5_000_000);
        assertThat(small.total()).isEqualTo(new Total(5_000_000, 5_000_000));
        assertThat(large.recentBytes()).isEqualTo(WatchSettings.DEFAULT.recentBytes());
        assertThat(large.backlogBytes()).isEqualTo(WatchSettings.DEFAULT.backlogBytes());
        assertThat(large.total()).isEqualTo(new Total(5_000_000_000L, 5_000_000_000L));
    }

    @Test
    void refusesIntervalsThatCannotBe() {
        assertThatThrownBy(() -> WatchSettings.DEFAULT.withProgressNotifyInterval(Duration.ofMillis(99)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("progressNotifyInterval");
        assertThatThrownBy(() -> WatchSettings.DEFAULT.withPushProgressInterval(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pushProgressInterval");
    }

    @Test
    void refusesBoundsThatLetNothingThrough() {
        assertThatThrownBy(() -> new Bound(0, 1)).hasMessageContaining("count");
        assertThatThrownBy(() -> new Bound(1, 0)).hasMessageContaining("bytes");
        assertThatThrownBy(() -> new Total(0, 1)).hasMessageContaining("watchBytes");
        assertThatThrownBy(() -> new Total(1, 0)).hasMessageContaining("outboxBytes");
    }
}
