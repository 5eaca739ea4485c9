package io.evenkeel.perf.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {

    private static final Cell UPDATES = new Cell("update", 100);

    private final Results<LoadSample> results = new Results<>(List.of("etcd", "evenkeel"));

    @Test
    void takesRatiosRoundByRound() {
        results.add(UPDATES, "etcd", sample(1000, 80));
        results.add(UPDATES, "evenkeel", sample(2000, 20));
        results.add(UPDATES, "evenkeel", sample(300, 120));
        results.add(UPDATES, "etcd", sample(100, 120));
        results.add(UPDATES, "etcd", sample(1000, 80));
        results.add(UPDATES, "evenkeel", sample(4000, 40));

        assertThat(table(results).lines().toList())
                .contains(
                        "evenkeel in proportion to etcd:",
                        "| update | 100 | 3.00 (2.00–4.00)× | 0.50 (0.25–1.00)× | 1.00 (1.00–1.00)× | 1.00 (1.00–1.00)× |",
                        "| update | 100 | 1 000 (100–1 000) | 80.0 (80.0–120) | 1.00 (1.00–1.00) | 2.00 (2.00–2.00) |");
    }

    @Test
    void hasNoRatiosOfOneServer() {
        var alone = new Results<LoadSample>(List.of("etcd"));
        alone.add(UPDATES, "etcd", sample(12_345.6, 80));

        assertThat(table(alone)).contains("| 12 346 (12 346–12 346) |").doesNotContain("in proportion");
    }

    @Test
    void comparesNoCounts() {
        var lags = new Results<LagSample>(List.of("etcd", "evenkeel"));
        lags.add(UPDATES, "etcd", new LagSample(1, 2, 3, 4, 0, 0, 0, 0));
        lags.add(UPDATES, "evenkeel", new LagSample(1, 2, 3, 4, 0, 7, 8, 9));

        assertThat(new ComparisonTable<>(lags, LagSample.FIGURES, "watchers").markdown())
                .contains("| workload | watchers | p50, ms | p99, ms | most, ms | CPU, % of one |\n")
                .contains(" | 7.00 (7.00–7.00) | 8.00 (8.00–8.00) | 9.00 (9.00–9.00) |");
    }

    @Test
    void showsTheSharesOfSetsOnly() {
        results.add(UPDATES, "etcd", sample(1000, 80, 1.0));
        results.add(UPDATES, "evenkeel", sample(1000, 80, 1.25, 0.75));
        results.add(UPDATES, "evenkeel", sample(1000, 80, 1.35, 0.65));

        assertThat(new ShareTable(results).markdown())
                .contains("| workload | clients | server 1 | server 2 |")
                .contains("| update | 100 | 1.30 (1.25–1.35) | 0.70 (0.65–0.75) |")
                .doesNotContain("etcd");
    }

    private static String table(Results<LoadSample> results) {
        return new ComparisonTable<>(results, LoadSample.FIGURES, "clients").markdown();
    }

    private static LoadSample sample(double operationsPerSecond, double cpuMicros, Double... shares) {
        return new LoadSample(operationsPerSecond, 1, 2, cpuMicros, 5, 0, List.of(shares));
    }
}
