package io.evenkeel.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ReplicaSimulationTest {

    /** More, or one to look at, by {@code make sim SEED=… RUNS=…}. */
    private static final long SEED = Long.getLong("evenkeel.sim.seed", 0);

    private static final int RUNS = Integer.getInteger("evenkeel.sim.runs", 2000);

    @Test
    void keepsEveryPromiseWhateverHappens() {
        for (long seed = SEED; seed < SEED + RUNS; seed++) {
            assertThat(ReplicaSimulation.run(seed, Flaws.NONE))
                    .as("violations; again with: make sim SEED=%s RUNS=1", seed)
                    .isEmpty();
        }
    }

    /** A simulation in which little happens would find nothing wrong either. */
    @Test
    void somethingHappens() {
        long answered = 0;
        long forwarded = 0;
        long movesWithTwoLeaders = 0;
        for (long seed = 0; seed < 50; seed++) {
            var simulation = new ReplicaSimulation(seed, Flaws.NONE);
            simulation.runOnVirtualThread();
            answered += simulation.answered();
            forwarded += simulation.forwarded();
            movesWithTwoLeaders += simulation.movesWithTwoLeaders();
        }
        assertThat(answered).isGreaterThan(50 * 50);
        assertThat(forwarded).isGreaterThan(50 * 2);
        assertThat(movesWithTwoLeaders).isGreaterThan(50 * 50);
    }

    @Test
    void doesTheSameForTheSameSeed() {
        for (long seed = 0; seed < 20; seed++) {
            var first = new ReplicaSimulation(seed, Flaws.NONE);
            var second = new ReplicaSimulation(seed, Flaws.NONE);
            first.runOnVirtualThread();
            second.runOnVirtualThread();
            assertThat(second.trace()).isEqualTo(first.trace());
        }
    }
}
