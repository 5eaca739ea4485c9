package io.evenkeel.e2e.history;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What revision was known to somebody, when: from headers, and from events. */
final class Known {

    private final NavigableMap<Long, Long> highestByNanos = new TreeMap<>();

    Known(History history) {
        NavigableMap<Long, Long> seen = new TreeMap<>();
        for (Operation operation : history.operations()) {
            if (operation.revision() > 0) {
                seen.merge(operation.endedNanos(), operation.revision(), Math::max);
            }
        }
        for (CommittedLog.Entry entry : history.log().entries().values()) {
            seen.merge(entry.seenNanos(), entry.revision(), Math::max);
        }
        long highest = 1;
        for (Map.Entry<Long, Long> moment : seen.entrySet()) {
            highest = Math.max(highest, moment.getValue());
            highestByNanos.put(moment.getKey(), highest);
        }
    }

    /** The highest revision that somebody knew of before this moment. */
    long before(long nanos) {
        Map.Entry<Long, Long> last = highestByNanos.lowerEntry(nanos);
        return last == null ? 1 : last.getValue();
    }
}
