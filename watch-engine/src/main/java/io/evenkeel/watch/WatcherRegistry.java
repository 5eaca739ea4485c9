package io.evenkeel.watch;

import io.evenkeel.mvcc.Key;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The live watchers, found by a key that they watch. Owned by the hub. */
final class WatcherRegistry {

    private final HashMap<Key, WatcherGroup> singles = new HashMap<>();
    private final RangeTree ranges = new RangeTree();

    /** Those that take progress, by the fingerprint of the key that their range begins with. */
    private final HashMap<Long, Set<Watcher>> starts = new HashMap<>();

    private int size;

    void add(Watcher watcher) {
        size++;
        if (watcher.wantsProgress()) {
            starts.computeIfAbsent(start(watcher), _ -> new LinkedHashSet<>()).add(watcher);
        }
        if (watcher.range().single()) {
            singles.computeIfAbsent(watcher.range().start(), _ -> new WatcherGroup())
                    .add(watcher);
        } else {
            ranges.add(watcher);
        }
    }

    void remove(Watcher watcher) {
        size--;
        if (watcher.wantsProgress()) {
            starts.computeIfPresent(start(watcher), (_, watchers) -> without(watchers, watcher));
        }
        if (!watcher.range().single()) {
            ranges.remove(watcher);
            return;
        }
        Key key = watcher.range().start();
        WatcherGroup group = singles.get(key);
        if (group == null) {
            throw new AssertionError("no watchers of " + key);
        }
        group.remove(watcher);
        if (group.isEmpty()) {
            singles.remove(key);
        }
    }

    private static long start(Watcher watcher) {
        return watcher.range().start().fingerprint();
    }

    private static @Nullable Set<Watcher> without(Set<Watcher> watchers, Watcher watcher) {
        watchers.remove(watcher);
        return watchers.isEmpty() ? null : watchers;
    }

    /** The live watchers that take progress and whose range begins with the key of this {@link Key#fingerprint}. */
    Set<Watcher> wantingProgressFrom(long start) {
        return starts.getOrDefault(start, Set.of());
    }

    /** Adds every watcher of {@code key}, each once. */
    void collect(Key key, List<Watcher> found) {
        WatcherGroup group = singles.get(key);
        if (group != null) {
            group.addTo(found);
        }
        ranges.collect(key, found);
    }

    int size() {
        return size;
    }
}
