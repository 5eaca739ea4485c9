package io.evenkeel.mvcc.replica;

import static io.evenkeel.mvcc.log.Batches.append;
import static io.evenkeel.mvcc.log.Batches.batch;
import static io.evenkeel.mvcc.log.Batches.create;
import static io.evenkeel.mvcc.log.Batches.creates;
import static io.evenkeel.mvcc.log.Batches.delete;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.lease.InMemoryLeaseStore;
import io.evenkeel.mvcc.log.InMemoryRevisionLog;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.read.ValueCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexCheckTest {

    private final InMemoryRevisionLog log = new InMemoryRevisionLog();
    private final LogTailer tailer = new LogTailer(log, new ValueCache(0), 1000);
    private final List<String> mismatches = new ArrayList<>();
    private long nanos;
    private final IndexCheck check = new IndexCheck(log, tailer, mismatches::add, Duration.ofMinutes(1), () -> nanos);

    @Test
    void findsNothingWhereTheIndexIsTheLog() {
        append(log, 1, creates(11, 2, 3), false);
        append(log, 4, batch(12, 5, delete("k", 2)), false);
        tailer.catchUp();
        append(log, 5, creates(13, 6, 2), false);

        assertThat(check.check()).isEmpty();
        assertThat(tailer.applied().revision()).isEqualTo(7);
    }

    @Test
    void findsAKeyThatTheLogDoesNotHave() {
        tailer.applyOwn(List.of(new LogEntry(2, 11, List.of(create("other", "1", 2)))));
        append(log, 1, batch(11, 2, create("k", "1", 2)), false);

        assertThat(check.check()).isPresent();
    }

    @Test
    void findsAnotherVersionOfAKey() {
        append(log, 1, batch(11, 2, create("k", "1", 2)), false);
        tailer.catchUp();
        tailer.applyOwn(List.of(new LogEntry(3, 12, List.of(delete("k", 2)))));
        append(log, 2, batch(12, 3, create("l", "1", 3)), false);

        assertThat(check.check()).isPresent();
    }

    @Test
    void isNotDisturbedByAnAppendOfItsOwnThatIsNotAppliedYet() {
        var leases = new InMemoryLeaseStore();
        var own = new InMemoryRevisionLog(leases, false, 1);
        var applying = new LogTailer(own, new ValueCache(0), 1000);
        append(own, 1, batch(11, 2, create("k", "1", 2)), false);

        assertThat(new IndexCheck(own, applying, mismatches::add, Duration.ZERO, () -> nanos).check())
                .isEmpty();
    }

    @Test
    void checksOnceInAnInterval() {
        tailer.applyOwn(List.of(new LogEntry(2, 11, List.of(create("other", "1", 2)))));
        append(log, 1, batch(11, 2, create("k", "1", 2)), false);
        assertThat(check.step()).isEqualTo(Duration.ofMinutes(1).toNanos());
        assertThat(mismatches).isEmpty();

        nanos = Duration.ofMinutes(1).toNanos();
        check.step();

        assertThat(mismatches).hasSize(1);
        assertThat(check.step()).isEqualTo(Duration.ofMinutes(1).toNanos());
        assertThat(mismatches).hasSize(1);
    }
}
