package io.evenkeel.perf.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTableTest {

    private static final Cell UPDATES = new Cell("update", 100);

    private final Results results = new Results(List.of("etcd", "evenkeel"));

    @Test
    void takesRatiosRoundByRound() {
        results.add(UPDATES, "etcd", sample(1000, 80));
        results.add(UPDATES, "evenkeel", sample(2000, 20));
        results.add(UPDATES, "evenkeel", sample(300, 120));
        results.add(UPDATES, "etcd", sample(100, 120));
        results.add(UPDATES, "etcd", sample(1000, 80));
        results.add(UPDATES, "evenkeel", sample(4000, 40));

        assertThat(new LoadTable(results).markdown().lines().toList())
                .contains(
                        "evenkeel in proportion to etcd:",
                        "| update | 100 | 3.00 (2.00–4.00)× | 0.50 (0.25–1.00)× | 1.00 (1.00–1.00)× | 1.00 (1.00–1.00)× |",
                        "| update | 100 | 1 000 (100–1 000) | 80.0 (80.0–120) | 1.00 (1.00–1.00) | 2.00 (2.00–2.00) |");
    }

    @Test
    void hasNoRatiosOfOneServer() {
        var alone = new Results(List.of("etcd"));
        alone.add(UPDATES, "etcd", sample(12_345.6, 80));

        assertThat(new LoadTable(alone).markdown())
                .contains("| 12 346 (12 346–12 346) |")
                .doesNotContain("in proportion");
    }

    private static Sample sample(double operationsPerSecond, double cpuMicros) {
        return new Sample(operationsPerSecond, 1, 2, cpuMicros, 5, 0);
    }
}
