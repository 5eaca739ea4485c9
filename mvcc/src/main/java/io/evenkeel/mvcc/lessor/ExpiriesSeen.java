package io.evenkeel.mvcc.lessor;

import io.evenkeel.mvcc.lease.LeaseStore.Expired;
import io.evenkeel.mvcc.lease.LeaseStore.Expiry;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which leases were expired when they were last looked at. One that shows up later, and by its expiry should have been among them,
 * got that expiry meanwhile, from a clock that was set back and on again. And one that has been among them for long enough is
 * expired, though the clock may have been set on unnoticed.
 */
final class ExpiriesSeen {

    /** What is on its way to the datastore when leases are looked at may be that late, and its clock be read twice for one look. */
    private static final long LATE_MILLIS = Duration.ofMillis(250).toMillis();

    private final int limit;

    /** When each was first seen, by this process's clock. */
    private Map<Expiry, Long> seen = Map.of();

    /** When they were looked at, by the datastore's clock; null when what was seen may not have been all. */
    private @Nullable Long lookedAtMillis;

    /** @param limit how many leases one look shows at most */
    ExpiriesSeen(int limit) {
        this.limit = limit;
    }

    /** What is expired now, and known to be since {@code nanos}. */
    void note(Expired now, long nanos) {
        Map<Expiry, Long> before = seen;
        seen = now.leases().stream()
                .collect(Collectors.toMap(Function.identity(), expiry -> before.getOrDefault(expiry, nanos)));
        lookedAtMillis = seen.size() < limit ? now.clockMillis() : null;
    }

    /** Whether something that is expired now contradicts what was noted last, by a clock that went on since then. */
    boolean contradict(Expired now) {
        Long before = lookedAtMillis;
        return before != null
                && now.leases().stream()
                        .anyMatch(expiry -> expiry.atMillis() < before - LATE_MILLIS && !seen.containsKey(expiry));
    }

    /**
     * Whether one of those noted last is expired at {@code nanos}.
     *
     * @param unnoticedNanos how far the clock may have been set on unnoticed
     */
    boolean isExpired(Expiry expiry, long nanos, long unnoticedNanos) {
        Long since = seen.get(expiry);
        return since != null && nanos - since >= unnoticedNanos;
    }
}
