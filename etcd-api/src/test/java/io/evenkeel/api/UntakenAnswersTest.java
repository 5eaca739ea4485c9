package io.evenkeel.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UntakenAnswersTest {

    private final List<String> closed = new ArrayList<>();
    private long nanoTime = Long.MAX_VALUE - 5;
    private final UntakenAnswers untaken = new UntakenAnswers(() -> nanoTime);

    @Test
    void closeTheConnectionOfAClientThatTakesNothing() {
        var _ = untaken.sent(() -> closed.add("stuck"), 1000);
        sweepAfter(19);
        assertThat(closed).isEmpty();

        sweepAfter(1);
        assertThat(closed).containsExactly("stuck");
        sweepAfter(1000);
        assertThat(closed).hasSize(1);
    }

    @Test
    void giveALargeAnswerMoreTime() {
        var _ = untaken.sent(() -> closed.add("large"), 100 << 20);
        sweepAfter(20 + 199);
        assertThat(closed).isEmpty();

        sweepAfter(1);
        assertThat(closed).containsExactly("large");
    }

    @Test
    void areForgottenWhenTheyAreTaken() {
        untaken.taken(untaken.sent(() -> closed.add("taken"), 1000));
        sweepAfter(1000);

        assertThat(closed).isEmpty();
    }

    private void sweepAfter(long seconds) {
        nanoTime += Duration.ofSeconds(seconds).toNanos();
        untaken.sweep();
    }
}
