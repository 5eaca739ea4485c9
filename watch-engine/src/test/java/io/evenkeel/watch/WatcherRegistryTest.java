package io.evenkeel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.watch.validate.StreamRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class WatcherRegistryTest {

    private final HubFixture hub = new HubFixture();
    private final WatchSession session = hub.hub.open(new StreamRecorder());
    private final WatcherRegistry registry = new WatcherRegistry();

    private Watcher watcher(KeyRange range) {
        Watcher watcher = new Watcher(session, 0, HubFixture.watch(range, 0), 2);
        registry.add(watcher);
        return watcher;
    }

    private List<Watcher> found(String key) {
        List<Watcher> found = new ArrayList<>();
        registry.collect(Key.of(key), found);
        return found;
    }

    @Test
    void findsSinglesPrefixesAndOpenRanges() {
        Watcher single = watcher(KeyRange.single(Key.of("b")));
        Watcher prefix = watcher(KeyRange.between(Key.of("b"), Key.of("c")));
        Watcher open = watcher(KeyRange.from(Key.of("b")));
        Watcher all = watcher(KeyRange.ALL);

        assertThat(found("b")).containsExactlyInAnyOrder(single, prefix, open, all);
        assertThat(found("bb")).containsExactlyInAnyOrder(prefix, open, all);
        assertThat(found("c")).containsExactlyInAnyOrder(open, all);
        assertThat(found("a")).containsExactly(all);
    }

    @Test
    void findsAllOfTheSameRangeAndForgetsThemOneByOne() {
        KeyRange range = KeyRange.between(Key.of("b"), Key.of("c"));
        Watcher first = watcher(range);
        Watcher second = watcher(range);
        Watcher third = watcher(range);
        registry.remove(first);
        assertThat(found("b")).containsExactlyInAnyOrder(second, third);
        registry.remove(third);
        registry.remove(second);

        assertThat(found("b")).isEmpty();
        assertThat(registry.size()).isZero();
    }

    @Test
    void agreesWithLookingAtEveryWatcherWhateverIsAddedAndRemoved() {
        for (int seed = 0; seed < 200; seed++) {
            agreesWithLookingAtEveryWatcher(new SplittableRandom(seed));
        }
    }

    private void agreesWithLookingAtEveryWatcher(SplittableRandom random) {
        List<Watcher> present = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            if (present.isEmpty() || random.nextInt(3) > 0) {
                present.add(watcher(range(random)));
            } else {
                registry.remove(present.remove(random.nextInt(present.size())));
            }
            Key key = key(random);
            List<Watcher> found = new ArrayList<>();
            registry.collect(key, found);
            List<Watcher> expected =
                    present.stream().filter(w -> w.range().contains(key)).toList();
            assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        }
        present.forEach(registry::remove);
    }

    private static KeyRange range(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> KeyRange.single(key(random));
            case 1 -> KeyRange.from(key(random));
            default -> {
                Key a = key(random);
                Key b = key(random);
                yield a.compareTo(b) < 0 ? KeyRange.between(a, b) : KeyRange.between(b, a.successor());
            }
        };
    }

    /** Short keys over few bytes, the extreme ones included. */
    private static Key key(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(3)];
        byte[] alphabet = {0, 1, 'a', 'b', (byte) 0xfe, (byte) 0xff};
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = alphabet[random.nextInt(alphabet.length)];
        }
        return Key.wrap(bytes);
    }
}
