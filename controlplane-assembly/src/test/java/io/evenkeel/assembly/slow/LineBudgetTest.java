package io.evenkeel.assembly.slow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LineBudgetTest {

    private final LineBudget budget = new LineBudget(2, Duration.ofNanos(10));

    @Test
    void givesSoManyLinesInAWhile() {
        assertThat(budget.take(-5)).hasValue(0);
        assertThat(budget.take(0)).hasValue(0);
        assertThat(budget.take(1)).isEmpty();
        assertThat(budget.take(4)).isEmpty();
    }

    @Test
    void saysOnceHowManyWereHeldBack() {
        for (int i = 0; i < 5; i++) {
            var _ = budget.take(0);
        }

        assertThat(budget.take(10)).hasValue(3);
        assertThat(budget.take(11)).hasValue(0);
        assertThat(budget.take(20)).hasValue(0);
    }
}
