package io.evenkeel.perf.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private final Latencies latencies = new Latencies();

    @Test
    void tellsQuantilesToWithinABucket() {
        for (int i = 1; i <= 1000; i++) {
            latencies.record(i * 10_000L);
        }

        assertThat(latencies.count()).isEqualTo(1000);
        assertThat(latencies.quantileMillis(0.5)).isCloseTo(5.0, Percentage.withPercentage(1.6));
        assertThat(latencies.quantileMillis(0.99)).isCloseTo(9.9, Percentage.withPercentage(1.6));
        assertThat(latencies.quantileMillis(1)).isCloseTo(10.0, Percentage.withPercentage(1.6));
    }

    @Test
    void holdsEveryLatencyThereIs() {
        for (long nanos = 1; nanos > 0; nanos <<= 1) {
            var one = new Latencies();
            one.record(nanos);
            one.record(nanos - 1);

            assertThat(one.quantileMillis(1)).isCloseTo(nanos / 1e6, Percentage.withPercentage(1.6));
        }
        latencies.record(Long.MAX_VALUE);
        latencies.record(-1);

        assertThat(latencies.quantileMillis(0.5)).isCloseTo(0, within(0.0));
    }

    @Test
    void sumsUp() {
        var other = new Latencies();
        latencies.record(1_000_000);
        other.record(3_000_000);
        latencies.add(other);

        assertThat(latencies.count()).isEqualTo(2);
        assertThat(latencies.quantileMillis(1)).isCloseTo(3.0, Percentage.withPercentage(1.6));
    }

    @Test
    void knowsNoQuantileOfNothing() {
        assertThat(latencies.quantileMillis(0.5)).isNaN();
    }
}
