package io.evenkeel.e2e.differential;

import io.evenkeel.e2e.tools.EtcdProcess;
import io.evenkeel.e2e.tools.ServerLauncher;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random requests of every kind on a real etcd and on a server under test. {@code -Ddifferential.seed=7} plays one seed,
 * {@code -Ddifferential.seeds=200} as many from 1 on, {@code -Ddifferential.steps=5000} longer runs.
 */
public abstract class DifferentialScenario {

    private static final int STEPS = Integer.getInteger("differential.steps", 1000);

    private final int defaultSeeds;
    private final boolean testedIsEtcd;

    protected DifferentialScenario(int defaultSeeds, boolean testedIsEtcd) {
        this.defaultSeeds = defaultSeeds;
        this.testedIsEtcd = testedIsEtcd;
    }

    /** What starts the server that is played against etcd. */
    protected abstract ServerLauncher launcher();

    @TestFactory
    Stream<DynamicTest> answersAsEtcdDoes() {
        Differential differential = new Differential(
                getClass().getSimpleName(), EtcdProcess::start, launcher(), testedIsEtcd, List.of(), new Shrinker());
        return seeds().mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> differential.play(seed, STEPS)));
    }

    private LongStream seeds() {
        Long seed = Long.getLong("differential.seed");
        return seed != null
                ? LongStream.of(seed)
                : LongStream.rangeClosed(1, Long.getLong("differential.seeds", defaultSeeds));
    }
}
