package io.evenkeel.mvcc.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.log.DatastoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** On a clock that only moves when told to; a revision is written every second. */
class AutoCompactorTest {

    private final List<Long> compacted = new ArrayList<>();
    private boolean leads = true;
    private boolean reachable = true;
    private long nanos;
    private long revision = 1;

    @Test
    void keepsWhatIsYoungerThanTheRetention() {
        AutoCompactor compactor = compactor(new AutoCompaction.Periodic(Duration.ofMinutes(10)));

        run(compactor, Duration.ofMinutes(9));
        assertThat(compacted).isEmpty();

        run(compactor, Duration.ofMinutes(25));
        assertThat(compacted).hasSize(3);
        for (int i = 0; i < compacted.size(); i++) {
            assertThat(compacted.get(i)).isBetween(i * 600L, i * 600L + 120);
        }
    }

    @Test
    void compactsHourlyWhenMoreIsKept() {
        AutoCompactor compactor = compactor(new AutoCompaction.Periodic(Duration.ofHours(24)));

        run(compactor, Duration.ofHours(23));
        assertThat(compacted).isEmpty();

        run(compactor, Duration.ofHours(4));
        assertThat(compacted).hasSize(3);
    }

    @Test
    void keepsSoManyRevisions() {
        AutoCompactor compactor = compactor(new AutoCompaction.Revisions(1000));

        run(compactor, Duration.ofMinutes(16));
        assertThat(compacted).isEmpty();

        run(compactor, Duration.ofMinutes(10));
        assertThat(compacted).containsExactly(201L, 501L);
    }

    @Test
    void leavesItToTheLeader() {
        leads = false;
        AutoCompactor compactor = compactor(new AutoCompaction.Periodic(Duration.ofMinutes(10)));

        run(compactor, Duration.ofMinutes(30));
        assertThat(compacted).isEmpty();

        leads = true;
        run(compactor, Duration.ofMinutes(2));
        assertThat(compacted).hasSize(1);
        assertThat(compacted.getFirst()).isBetween(20 * 60L, 22 * 60L);
    }

    @Test
    void triesAgainSoonWhenItFails() {
        AutoCompactor compactor = compactor(new AutoCompaction.Periodic(Duration.ofMinutes(10)));

        reachable = false;
        run(compactor, Duration.ofMinutes(13));
        reachable = true;
        run(compactor, Duration.ofMinutes(2));

        assertThat(compacted).hasSize(1);
    }

    @Test
    void leavesItWhenSomebodyElseHasCompactedAlready() {
        var tried = new ArrayList<Long>();
        var compactor = new AutoCompactor(
                new AutoCompaction.Periodic(Duration.ofMinutes(10)),
                () -> revision,
                () -> true,
                at -> {
                    tried.add(at);
                    return CompletableFuture.failedFuture(Refusal.COMPACTED.asException());
                },
                () -> nanos);

        run(compactor, Duration.ofMinutes(19));

        assertThat(tried).hasSize(1);
    }

    @Test
    void doesNothingWhenOff() {
        AutoCompactor compactor = compactor(new AutoCompaction.Off());

        run(compactor, Duration.ofHours(100));

        assertThat(compacted).isEmpty();
    }

    private AutoCompactor compactor(AutoCompaction policy) {
        return new AutoCompactor(
                policy,
                () -> revision,
                () -> leads,
                at -> {
                    if (!reachable) {
                        return CompletableFuture.failedFuture(new DatastoreException("away"));
                    }
                    compacted.add(at);
                    return CompletableFuture.completedFuture(at);
                },
                () -> nanos);
    }

    private void run(AutoCompactor compactor, Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            var _ = compactor.step();
            nanos += Duration.ofSeconds(1).toNanos();
            revision++;
        }
    }
}
