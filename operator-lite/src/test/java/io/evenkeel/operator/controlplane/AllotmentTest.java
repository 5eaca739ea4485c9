package io.evenkeel.operator.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AllotmentTest {

    private static final Demand OLD = demand("old", "2026-01-01T00:00:00Z", 0, 4);
    private static final Demand NEWER = demand("newer", "2026-01-02T00:00:00Z", 0, 5);
    private static final Demand NEWEST = demand("newest", "2026-01-03T00:00:00Z", 0, 2);

    private static Demand demand(String name, String since, int running, int wanted) {
        return new Demand(new ResourceID(name, "team"), since, running, wanted);
    }

    private static Optional<String> ten(int controllers) {
        return controllers <= 10 ? Optional.empty() : Optional.of(controllers + " are more than ten");
    }

    private static Optional<String> refusal(Demand own, Demand... others) {
        return Allotment.of(own, List.of(others), AllotmentTest::ten).refusal();
    }

    @Test
    void allowsWhatThereIsRoomFor() {
        assertThat(refusal(demand("alone", "2026-01-01T00:00:00Z", 0, 10))).isEmpty();
        assertThat(refusal(demand("alone", "2026-01-01T00:00:00Z", 0, 11))).contains("11 are more than ten");
    }

    @Test
    void countsWhatRunsAlready() {
        Demand younger = demand("younger", "2026-02-01T00:00:00Z", 7, 7);

        assertThat(refusal(OLD, younger)).contains("11 are more than ten");
    }

    @Test
    void givesTheOlderWhatItWantsFirst() {
        assertThat(refusal(OLD, NEWER, NEWEST)).isEmpty();
        assertThat(refusal(NEWER, OLD, NEWEST)).isEmpty();
        assertThat(refusal(NEWEST, OLD, NEWER)).contains("11 are more than ten");
    }

    @Test
    void doesNotKeepRoomForWhatIsRefusedItself() {
        Demand greedy = demand("greedy", "2025-01-01T00:00:00Z", 1, 100);

        assertThat(refusal(greedy, OLD, NEWER)).contains("100 are more than ten");
        assertThat(refusal(OLD, greedy, NEWER)).isEmpty();
        assertThat(refusal(NEWER, greedy, OLD)).isEmpty();
    }

    /** Each decides by itself; together they must not take more than there is. */
    @Test
    void neverGivesMoreThanThereIsToAllTogether() {
        List<Demand> all = List.of(OLD, NEWER, NEWEST, demand("running", "2026-01-04T00:00:00Z", 2, 3));

        int given = 0;
        for (Demand own : all) {
            List<Demand> others = new ArrayList<>(all);
            others.remove(own);
            given += Allotment.of(own, others, AllotmentTest::ten).refusal().isEmpty() ? own.wanted() : own.running();
        }

        assertThat(given).isLessThanOrEqualTo(10);
    }
}
