package io.evenkeel.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyIntervalsTest {

    @Test
    void containsWhatAnyOfItsRangesContains() {
        var random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            var intervals = new KeyIntervals();
            var ranges = new ArrayList<KeyRange>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                KeyRange range = random.nextBoolean()
                        ? KeyRange.single(key(random))
                        : KeyRange.between(key(random), key(random));
                intervals.add(range);
                ranges.add(range);
            }
            for (char c = 'a'; c < 'm'; c++) {
                for (Key key : new Key[] {Key.of("" + c), Key.of(c + "\0"), Key.of(c + "x")}) {
                    assertThat(intervals.contains(key))
                            .as("%s in %s", key, ranges)
                            .isEqualTo(ranges.stream().anyMatch(range -> range.contains(key)));
                }
            }
        }
    }

    @Test
    void leavesOutRangesWithoutAnEnd() {
        var intervals = new KeyIntervals();

        intervals.add(KeyRange.from(Key.of("a")));

        assertThat(intervals.contains(Key.of("a"))).isFalse();
        assertThat(intervals.contains(Key.of("b"))).isFalse();
    }

    private static Key key(Random random) {
        return Key.of("" + (char) ('a' + random.nextInt(12)));
    }
}
