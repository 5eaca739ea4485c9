package io.evenkeel.mvcc.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.LogEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptBytesTest {

    private static final Key FIRST = Key.of("");
    private static final long VERSION = 128 + "key".length();

    private final KeyIndex index = new KeyIndex();

    @Test
    void countsKeysAndValuesOfAllVersions() {
        put(2, "five.", 2, 1);
        put(3, "three", 2, 2);
        delete(4, 3);

        assertThat(index.keptBytes()).isEqualTo(3 * VERSION + 10);
    }

    @Test
    void isTheSameWhenItIsLoaded() {
        put(2, "five.", 2, 1);
        delete(3, 2);
        var loaded = new KeyIndex();
        loaded.restore(new KeyMetadata(Key.of("key"), 2, 0, 2, 1, 0, 5));
        loaded.restore(new KeyMetadata(Key.of("key"), 3, 0, 0, 0, 0, 0));

        assertThat(loaded.keptBytes()).isEqualTo(index.keptBytes());
    }

    @Test
    void countsNoMoreWhatCompactionHasMadeUnreadable() {
        put(2, "five.", 2, 1);
        put(3, "seven..", 2, 2);
        put(4, "", 2, 3);

        index.compact(FIRST, 10, 3);
        assertThat(index.keptBytes()).isEqualTo(2 * VERSION + 7);
        index.compact(FIRST, 10, 3);
        assertThat(index.keptBytes()).isEqualTo(2 * VERSION + 7);
        index.compact(FIRST, 10, 4);
        assertThat(index.keptBytes()).isEqualTo(VERSION);
    }

    @Test
    void isNothingWhenTheLastTombstoneIsGone() {
        put(2, "five.", 2, 1);
        delete(3, 2);

        index.compact(FIRST, 10, 3);
        assertThat(index.keptBytes()).isEqualTo(VERSION);
        index.compact(FIRST, 10, 4);
        assertThat(index.keptBytes()).isZero();
    }

    @Test
    void forgetsATombstoneBelowAnotherVersion() {
        put(2, "five.", 2, 1);
        delete(3, 2);
        put(5, "again", 5, 1);

        index.compact(FIRST, 10, 4);

        assertThat(index.keptBytes()).isEqualTo(VERSION + 5);
    }

    private void put(long revision, String value, long createRevision, long version) {
        Change put = new Change.Put(Key.of("key"), Value.of(value), createRevision, version, 0, 0);
        index.apply(new LogEntry(revision, 1, List.of(put)));
    }

    private void delete(long revision, long previous) {
        index.apply(new LogEntry(revision, 1, List.of(new Change.Delete(Key.of("key"), previous))));
    }
}
