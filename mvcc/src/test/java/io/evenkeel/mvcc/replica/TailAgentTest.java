package io.evenkeel.mvcc.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.AppendBatch;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.InMemoryRevisionLog;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.read.ReadBarrier;
import io.evenkeel.mvcc.read.ValueCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who shares a read of the log. */
class TailAgentTest {

    private final InMemoryRevisionLog log = new InMemoryRevisionLog();
    private final List<Integer> readersOfEachRead = new ArrayList<>();
    private final TailAgent agent = new TailAgent(
            new LogTailer(log, new ValueCache(1 << 20), 1 << 20),
            WakeUps.NONE,
            Duration.ofHours(1),
            () -> 0,
            new Measurements() {
                @Override
                public void barrierRead(int readers, long nanos) {
                    readersOfEachRead.add(readers);
                }
            });
    private final ReadBarrier barrier = agent.barrier();

    @Test
    void oneReadOfTheLogServesAllWhoCameBeforeIt() {
        List<CompletableFuture<Long>> readers = List.of(barrier.await(), barrier.await(), barrier.await());
        append();

        agent.step();

        assertThat(readers).extracting(CompletableFuture::resultNow).containsOnly(2L);
        assertThat(readersOfEachRead).containsExactly(3);
    }

    @Test
    void whoeverComesAfterAReadHasBegunWaitsForTheNext() {
        var later = new ArrayList<CompletableFuture<Long>>();
        var first = barrier.await().thenAccept(head -> later.add(barrier.await()));

        agent.step();
        assertThat(first).isCompleted();
        assertThat(later.getFirst()).isNotDone();
        append();
        agent.step();

        assertThat(later.getFirst()).isCompletedWithValue(2L);
        assertThat(readersOfEachRead).containsExactly(1, 1);
    }

    private void append() {
        var change = new Change.Put(Key.of("k"), Value.of("v"), 2, 1, 0, 0);
        log.append(LogPosition.START, new AppendBatch(1, List.of(new LogEntry(2, 1, List.of(change))), List.of()));
    }
}
