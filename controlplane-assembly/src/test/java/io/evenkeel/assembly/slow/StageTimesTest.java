package io.evenkeel.assembly.slow;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.read.Stage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StageTimesTest {

    private long now = 17;
    private final StageTimes stages = new StageTimes(() -> now);

    @Test
    void namesTheLongestFirstAndNoneBelowAMillisecond() {
        inNext(Stage.QUEUE, 2);
        inNext(Stage.APPEND, 7);
        inNext(Stage.WORK, 0);
        inNext(Stage.VALUES, 3);
        inNext(Stage.APPEND, 1);
        stages.enter(Stage.CLIENT);

        assertThat(stages.text())
                .isEqualTo("8 ms for the append, 3 ms for values from the database, 2 ms in the write queue");
        assertThat(Duration.ofNanos(stages.totalNanos())).hasMillis(13);
    }

    @Test
    void countsTheTimeOfWhatIsAwaited() {
        var awaited = new CompletableFuture<Integer>();
        CompletableFuture<Integer> there = stages.during(Stage.BARRIER, awaited);
        pass(5);
        awaited.complete(1);
        pass(2);
        stages.enter(Stage.CLIENT);

        assertThat(there).isCompletedWithValue(1);
        assertThat(stages.text()).isEqualTo("5 ms for the barrier read, 2 ms in this server");
    }

    @Test
    void leavesToTheClientWhatFollowsOnTheAnswer() {
        inNext(Stage.APPEND, 1);
        stages.noteAnswered();
        pass(3);
        inNext(Stage.WORK, 4);
        stages.noteAnswered();

        assertThat(stages.text()).isEqualTo("7 ms for the client to take the answer, 1 ms for the append");
    }

    @Test
    void addsUpTheTimesBetweenThePartsOfAnAnswer() {
        inNext(Stage.VALUES, 1);
        inNext(Stage.CLIENT, 3);
        inNext(Stage.VALUES, 1);
        inNext(Stage.CLIENT, 4);
        stages.noteAnswered();

        assertThat(stages.text())
                .isEqualTo("7 ms for the client to take the answer, 2 ms for values from the database");
    }

    @Test
    void saysSoWhenThereIsNothingToTell() {
        assertThat(stages.text()).isEqualTo("no stage of it 1 ms");
    }

    private void inNext(Stage stage, long millis) {
        stages.enter(stage);
        pass(millis);
    }

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }
}
