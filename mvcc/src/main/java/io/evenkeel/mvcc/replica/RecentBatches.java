package io.evenkeel.mvcc.replica;

import io.evenkeel.mvcc.log.LogEntry;

/**
 * Which batches brought the entries that were applied last. An entry that is applied already may come once more, from the
 * log or from an append of this replica's own; if it comes with another batch, it is one of another history.
 */
final class RecentBatches {

    private static final int SIZE = 1024;

    private final long[] revisions = new long[SIZE];
    private final long[] batches = new long[SIZE];

    void add(LogEntry entry) {
        int place = (int) (entry.revision() % SIZE);
        revisions[place] = entry.revision();
        batches[place] = entry.batch();
    }

    /** False when it is known that another batch brought this revision. */
    boolean mayHold(LogEntry entry) {
        int place = (int) (entry.revision() % SIZE);
        return revisions[place] != entry.revision() || batches[place] == entry.batch();
    }
}
