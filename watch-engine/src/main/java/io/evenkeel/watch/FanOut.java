package io.evenkeel.watch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Tells the live watchers of one entry: one message each, with all that the entry holds for it. Owned by the hub. */
final class FanOut {

    private final WatcherRegistry registry;
    private final PreviousValues previousValues;
    private final CatchUp catchUp;
    private final ArrayList<Watcher> matched = new ArrayList<>();
    private final ArrayList<Watcher> touched = new ArrayList<>();
    private final LinkedHashSet<Watcher> lacking = new LinkedHashSet<>();

    FanOut(WatcherRegistry registry, PreviousValues previousValues, CatchUp catchUp) {
        this.registry = registry;
        this.previousValues = previousValues;
        this.catchUp = catchUp;
    }

    /**
     * Offers the entry's events to everyone they are for. A watcher whose stream is full, or who is to be given a previous
     * value that is not at hand, gets none of them and is behind from this entry on.
     */
    void tell(EntryEvents entry) {
        for (int sub = 0; sub < entry.size(); sub++) {
            gather(entry, sub);
        }
        for (Watcher watcher : lacking) {
            watcher.takeGathered();
            catchUp.fallBehind(watcher, entry.revision());
        }
        for (Watcher watcher : touched) {
            deliver(watcher, entry.revision());
        }
        lacking.clear();
        touched.clear();
    }

    private void gather(EntryEvents entry, int sub) {
        matched.clear();
        registry.collect(entry.change(sub).key(), matched);
        for (Watcher watcher : matched) {
            if (entry.revision() >= watcher.nextRevision() && watcher.passesFilters(entry.change(sub))) {
                gather(watcher, entry, sub);
            }
        }
    }

    private void gather(Watcher watcher, EntryEvents entry, int sub) {
        WatchEvent event = watcher.wantsPrevious() ? entry.withPrevious(sub, previousValues) : entry.plain(sub);
        if (event == null) {
            lacking.add(watcher);
        } else if (watcher.gather(event)) {
            touched.add(watcher);
        }
    }

    private void deliver(Watcher watcher, long revision) {
        List<WatchEvent> events = watcher.takeGathered();
        if (events.isEmpty()) {
            return;
        }
        if (watcher.session().outbox().hasRoom()) {
            watcher.offer(revision, events);
        } else {
            catchUp.fallBehind(watcher, revision);
        }
    }
}
