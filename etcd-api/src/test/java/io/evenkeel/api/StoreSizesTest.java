package io.evenkeel.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.AppendBatch;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.InMemoryRevisionLog;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreSizesTest {

    private final InMemoryRevisionLog log = new InMemoryRevisionLog();
    private long nanoTime;
    private final StoreSizes sizes = new StoreSizes(log, Runnable::run, () -> nanoTime);

    @Test
    void asksTheDatastoreOnceInAFewSeconds() {
        assertThat(bytes()).isZero();
        append("a", 2);

        nanoTime += Duration.ofSeconds(5).toNanos();
        assertThat(bytes()).isZero();

        nanoTime++;
        assertThat(bytes()).isEqualTo(2);
    }

    @Test
    void asksAgainAtOnceAfterAFailure() {
        log.unreachable(true);
        assertThat(sizes.get()).isCompletedExceptionally();

        log.unreachable(false);
        append("a", 2);

        assertThat(bytes()).isEqualTo(2);
    }

    private long bytes() {
        return sizes.get().join();
    }

    private void append(String key, long revision) {
        Change put = new Change.Put(Key.of(key), Value.of("v"), revision, 1, 0, 0);
        log.append(
                new LogPosition(revision - 1, revision == 2 ? 0 : 1),
                new AppendBatch(1, List.of(new LogEntry(revision, 1, List.of(put))), List.of()));
    }
}
