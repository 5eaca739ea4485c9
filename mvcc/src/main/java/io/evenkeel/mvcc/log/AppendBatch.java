package io.evenkeel.mvcc.log;

import java.util.List;

/**
 * Consecutive entries appended as one, all or nothing, with what must hold for the leases they touch. Immutable once
 * first sent, because an unknown outcome is settled by sending the very same batch again.
 *
 * @param id random, positive, never 0; stored with every entry
 * @param entries consecutive revisions; may be empty only when {@code leases} is not (a revoked lease without keys)
 * @param leases in no order, at most one per lease
 */
public record AppendBatch(long id, List<LogEntry> entries, List<LeaseCondition> leases) {

    public AppendBatch {
        if (id <= 0) {
            throw new IllegalArgumentException("batch id " + id);
        }
        entries = List.copyOf(entries);
        leases = List.copyOf(leases);
        if (entries.isEmpty() && leases.isEmpty()) {
            throw new IllegalArgumentException("empty batch");
        }
        for (int i = 0; i < entries.size(); i++) {
            LogEntry entry = entries.get(i);
            if (entry.batch() != id || entry.revision() != entries.getFirst().revision() + i) {
                throw new IllegalArgumentException("entry " + entry.revision() + " at place " + i + " of batch " + id);
            }
        }
    }

    /** The revision that the log is at once this batch is appended at {@code expectedHead}. */
    public long headAfter(long expectedHead) {
        return expectedHead + entries.size();
    }
}
