package io.evenkeel.mvcc.log;

import java.util.List;

/**
 * One committed client transaction: its revision and its changes in order, {@code changes.get(sub)} having the revision
 * {@code revision.sub}. Never empty: what changes nothing takes no revision.
 *
 * @param revision main revision, 2 or more (an empty store is at 1)
 * @param batch id of the {@link AppendBatch} that brought it
 */
public record LogEntry(long revision, long batch, List<Change> changes) {

    public LogEntry {
        if (revision < 2) {
            throw new IllegalArgumentException("revision " + revision + " of an entry, but the first is 2");
        }
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("entry " + revision + " without a change");
        }
        changes = List.copyOf(changes);
    }
}
