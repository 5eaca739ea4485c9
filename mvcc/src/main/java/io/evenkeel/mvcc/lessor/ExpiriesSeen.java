package io.evenkeel.mvcc.lessor;

import io.evenkeel.mvcc.lease.LeaseStore.Expired;
import io.evenkeel.mvcc.lease.LeaseStore.Expiry;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which leases were expired when they were last looked at. One that shows up later, and by its expiry should have been among them,
 * got that expiry meanwhile, from a clock that was set back and on again.
 */
final class ExpiriesSeen {

    /** What is on its way to the datastore when leases are looked at may be that late, and its clock be read twice for one look. */
    private static final long LATE_MILLIS = Duration.ofMillis(250).toMillis();

    private final int limit;
    private Set<Expiry> seen = Set.of();

    /** When they were looked at, by the datastore's clock; null when what was seen may not have been all. */
    private @Nullable Long lookedAtMillis;

    /** @param limit how many leases one look shows at most */
    ExpiriesSeen(int limit) {
        this.limit = limit;
    }

    /** What is expired now. */
    void note(Expired now) {
        seen = Set.copyOf(now.leases());
        lookedAtMillis = seen.size() < limit ? now.clockMillis() : null;
    }

    /** Whether something that is expired now contradicts what was noted last, by a clock that went on since then. */
    boolean contradict(Expired now) {
        Long before = lookedAtMillis;
        return before != null
                && now.leases().stream()
                        .anyMatch(expiry -> expiry.atMillis() < before - LATE_MILLIS && !seen.contains(expiry));
    }
}
