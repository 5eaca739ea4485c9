package io.evenkeel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WatchSimulationTest {

    /** More, or one to look at, by {@code -Devenkeel.sim.seed=… -Devenkeel.sim.runs=…}. */
    private static final long SEED = Long.getLong("evenkeel.sim.seed", 0);

    private static final int RUNS = Integer.getInteger("evenkeel.sim.runs", 500);

    @Test
    void keepsEveryPromiseWhateverHappens() {
        for (long seed = SEED; seed < SEED + RUNS; seed++) {
            assertThat(new WatchSimulation(seed, Faults.NONE).run())
                    .as("violations with -Devenkeel.sim.seed=%s -Devenkeel.sim.runs=1", seed)
                    .isEmpty();
        }
    }
}
