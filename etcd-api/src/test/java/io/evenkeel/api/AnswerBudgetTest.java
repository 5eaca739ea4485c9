package io.evenkeel.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.RefusedException;
import io.evenkeel.mvcc.read.CallStages;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AnswerBudgetTest {

    private final AnswerBudget budget = new AnswerBudget(100);
    private final AnswerBudget.CallRoom first = budget.open(CallStages.UNTOLD);
    private final AnswerBudget.CallRoom second = budget.open(CallStages.UNTOLD);
    private final AnswerBudget.CallRoom third = budget.open(CallStages.UNTOLD);

    @Test
    void givesRoomInTheOrderItWasAskedFor() {
        assertThat(first.take(80)).isCompleted();
        CompletableFuture<?> large = second.take(60);
        CompletableFuture<?> small = third.take(10);
        assertThat(large).isNotDone();
        assertThat(small).as("although there is room").isNotDone();
        assertThat(budget.waiting()).isEqualTo(2);

        first.close();
        assertThat(large).isCompleted();
        assertThat(small).isCompleted();
        assertThat(budget.usedBytes()).isEqualTo(70);
    }

    @Test
    void givesAllBack() {
        assertThat(first.take(40)).isCompleted();
        assertThat(first.take(40)).isCompleted();
        assertThat(second.take(40)).isNotDone();
        first.close();
        first.close();
        second.close();

        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void keepsNoCallWaitingThatHasSomeAlready() {
        assertThat(first.take(50)).isCompleted();
        assertThat(second.take(60)).isNotDone();

        assertThat(first.take(70)).isCompleted();
        assertThat(budget.usedBytes()).isEqualTo(120);
    }

    @Test
    void letsNobodySearchWhileOthersWait() {
        assertThat(first.turn()).isCompleted();
        assertThat(first.take(100)).isCompleted();
        assertThat(second.take(1)).isNotDone();
        CompletableFuture<?> turn = third.turn();
        assertThat(turn).isNotDone();

        first.close();
        assertThat(turn).isCompleted();
    }

    @Test
    void refusesWhatWillNeverHaveRoom() {
        assertThat(first.take(101))
                .isCompletedExceptionally()
                .failsWithin(java.time.Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining(
                        "RESOURCE_EXHAUSTED: evenkeel: the answer takes 101 bytes, more than the 100 of --in-flight-bytes");
        assertThat(budget.waiting()).isZero();
    }

    @Test
    void endsTheWaitingOfACallThatIsOver() {
        assertThat(first.take(100)).isCompleted();
        CompletableFuture<?> gone = second.take(100);
        CompletableFuture<?> next = third.take(100);
        second.close();
        assertThat(refusal(gone)).isEqualTo(Refusal.TIMED_OUT);
        assertThat(refusal(second.take(1))).isEqualTo(Refusal.TIMED_OUT);

        first.close();
        assertThat(next).isCompleted();
    }

    @Test
    void servesThoseBehindACallThatIsOver() {
        assertThat(first.take(60)).isCompleted();
        CompletableFuture<?> large = second.take(100);
        CompletableFuture<?> small = third.take(40);
        second.close();

        assertThat(large).isCompletedExceptionally();
        assertThat(small).isCompleted();
    }

    private static Refusal refusal(CompletableFuture<?> future) {
        return ((RefusedException) future.exceptionNow()).refusal();
    }
}
