package io.evenkeel.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecentEntriesTest {

    private final RecentEntries recent = new RecentEntries(100_000);

    private static EntryEvents entry(long revision, int valueBytes) {
        Change put = new Change.Put(Key.of("k"), Value.wrap(new byte[valueBytes]), revision, 1, 0, 0);
        return new EntryEvents(new LogEntry(revision, 1, List.of(put)));
    }

    @Test
    void findsEveryEntryThatFits() {
        for (long revision = 5; revision < 205; revision++) {
            recent.add(entry(revision, 10));
        }

        for (long revision = 5; revision < 205; revision++) {
            EntryEvents found = recent.at(revision);
            assertThat(found).isNotNull();
            assertThat(found.revision()).isEqualTo(revision);
        }
        assertThat(recent.at(4)).isNull();
        assertThat(recent.at(205)).isNull();
    }

    @Test
    void dropsTheOldestBeyondItsBytes() {
        for (long revision = 2; revision < 100; revision++) {
            recent.add(entry(revision, 10_000));
        }

        assertThat(recent.at(99)).isNotNull();
        assertThat(recent.at(91)).isNotNull();
        assertThat(recent.at(90)).isNull();
    }

    @Test
    void keepsNothingOfAnEntryLargerThanItself() {
        recent.add(entry(2, 10));
        recent.add(entry(3, 200_000));
        recent.add(entry(4, 10));

        assertThat(recent.at(2)).isNull();
        assertThat(recent.at(3)).isNull();
        assertThat(recent.at(4)).isNotNull();
    }

    @Test
    void countsWhatEntriesGrewBy() {
        EntryEvents first = entry(2, 10);
        recent.add(first);
        long before = first.sizeBytes();
        first.putPrevious(0, new WatchEvent.KeyValue(Key.of("k"), Value.wrap(new byte[95_000]), 1, 1, 1, 0));
        recent.grew(first.sizeBytes() - before);
        recent.add(entry(3, 10_000));

        assertThat(recent.at(2)).isNull();
        assertThat(recent.at(3)).isNotNull();
    }

    @Test
    void beginsAnywhereAfterItWasCleared() {
        recent.add(entry(2, 10));
        recent.clear();
        recent.add(entry(50, 10));

        assertThat(recent.at(2)).isNull();
        assertThat(recent.at(50)).isNotNull();
    }

    @Test
    void hasNoGap() {
        recent.add(entry(2, 10));

        assertThatThrownBy(() -> recent.add(entry(4, 10))).isInstanceOf(AssertionError.class);
    }
}
