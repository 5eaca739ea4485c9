package io.evenkeel.mvcc.log;

import java.util.List;

/**
 * Whole entries after a position, with head and compacted revision from the same snapshot of the log.
 *
 * @param entries consecutive, the first being the one right after the position; bounded by the reader's limit, so the
 *     last may be below {@code head}
 * @param head the newest revision in the log, 1 when it is empty
 * @param compacted the compacted revision, -1 when nothing was ever compacted
 * @param clusterId the store's cluster id: another one than before means that history was lost
 */
public record LogSlice(List<LogEntry> entries, long head, long compacted, long clusterId) implements TailRead {

    public LogSlice {
        entries = List.copyOf(entries);
        for (int i = 1; i < entries.size(); i++) {
            if (entries.get(i).revision() != entries.get(i - 1).revision() + 1) {
                throw new AssertionError("log slice has a gap after revision "
                        + entries.get(i - 1).revision());
            }
        }
        if (!entries.isEmpty() && entries.getLast().revision() > head) {
            throw new AssertionError("log slice reaches " + entries.getLast().revision() + ", beyond its head " + head);
        }
    }
}
