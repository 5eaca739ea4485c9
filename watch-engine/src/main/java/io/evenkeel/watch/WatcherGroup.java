package io.evenkeel.watch;

import java.util.ArrayList;
import java.util.List;

/** The live watchers of one and the same range. */
final class WatcherGroup {

    private final ArrayList<Watcher> watchers = new ArrayList<>(1);

    void add(Watcher watcher) {
        watcher.setPlace(watchers.size());
        watchers.add(watcher);
    }

    /** Fills the gap with the last one, so that leaving costs the same however many there are. */
    void remove(Watcher watcher) {
        Watcher last = watchers.removeLast();
        if (last != watcher) {
            watchers.set(watcher.place(), last);
            last.setPlace(watcher.place());
        }
    }

    boolean isEmpty() {
        return watchers.isEmpty();
    }

    void addTo(List<Watcher> found) {
        found.addAll(watchers);
    }
}
