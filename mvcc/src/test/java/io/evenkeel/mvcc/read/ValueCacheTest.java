package io.evenkeel.mvcc.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ValueCacheTest {

    @Test
    void keepsNoMoreThanItsBytes() {
        var cache = new ValueCache(100_000);
        for (long main = 1; main <= 1000; main++) {
            cache.put(new Revision(main, 0), Value.wrap(new byte[1000]));
        }

        long kept = LongStream.rangeClosed(1, 1000)
                .filter(main -> cache.get(new Revision(main, 0)) != null)
                .count();
        assertThat(kept).isPositive().isLessThan(100);
    }
}
