package io.evenkeel.mvcc.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is found by key is what is found in order. */
class KeyIndexTest {

    private static final List<Key> KEYS =
            IntStream.range(0, 20).mapToObj(number -> Key.of("key-" + number)).toList();

    private final KeyIndex index = new KeyIndex();
    private long revision = 1;

    @Test
    void findsTheSameByKeyAndInOrder() {
        var random = new Random(1);
        for (int step = 0; step < 2_000; step++) {
            Key key = KEYS.get(random.nextInt(KEYS.size()));
            switch (random.nextInt(8)) {
                case 0, 1, 2, 3 -> put(key);
                case 4, 5, 6 -> deleteIfThere(key);
                default -> compact();
            }

            assertThat(foundByKey()).isEqualTo(foundInOrder());
        }
    }

    @Test
    void forgetsAKeyOfWhichNothingIsLeft() {
        Key key = KEYS.getFirst();
        put(key);
        deleteIfThere(key);
        put(KEYS.getLast());
        compact();

        assertThat(index.versionAt(key, revision)).isNull();
        assertThat(index.size()).isEqualTo(1);

        put(key);
        assertThat(index.size()).isEqualTo(2);
        assertThat(foundInOrder()).containsEntry(key, revision);
    }

    private Map<Key, Long> foundByKey() {
        var found = new HashMap<Key, Long>();
        for (Key key : KEYS) {
            // Equal to the key that is kept, and not the same.
            Version version = index.view(revision).live(Key.of(key.toString()));
            if (version != null) {
                found.put(key, version.modRevision());
            }
        }
        return found;
    }

    private Map<Key, Long> foundInOrder() {
        var found = new HashMap<Key, Long>();
        index.view(revision).scan(KeyRange.from(Key.of("")), (key, version) -> {
            found.put(key, version.modRevision());
            return true;
        });
        return found;
    }

    private void put(Key key) {
        Version before = index.view(revision).live(key);
        revision++;
        apply(
                before == null
                        ? new Change.Put(key, Value.of("value"), revision, 1, 0, 0)
                        : new Change.Put(
                                key,
                                Value.of("value"),
                                before.createRevision(),
                                before.version() + 1,
                                before.modRevision(),
                                0));
    }

    private void deleteIfThere(Key key) {
        Version before = index.view(revision).live(key);
        if (before != null) {
            revision++;
            apply(new Change.Delete(key, before.modRevision()));
        }
    }

    private void apply(Change change) {
        index.apply(new LogEntry(revision, 1, List.of(change)));
    }

    private void compact() {
        var _ = index.compact(Key.of(""), KEYS.size(), revision);
    }
}
