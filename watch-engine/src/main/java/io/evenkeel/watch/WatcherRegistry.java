package io.evenkeel.watch;

import io.evenkeel.mvcc.Key;
import java.util.HashMap;
import java.util.List;

/** The live watchers, found by a key that they watch. Owned by the hub. */
final class WatcherRegistry {

    private final HashMap<Key, WatcherGroup> singles = new HashMap<>();
    private final RangeTree ranges = new RangeTree();
    private int size;

    void add(Watcher watcher) {
        size++;
        if (watcher.range().single()) {
            singles.computeIfAbsent(watcher.range().start(), _ -> new WatcherGroup())
                    .add(watcher);
        } else {
            ranges.add(watcher);
        }
    }

    void remove(Watcher watcher) {
        size--;
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
