package io.evenkeel.mvcc.write;

import io.evenkeel.mvcc.log.AppendResult;
import java.util.HashSet;
import java.util.Set;

/** What earlier attempts at the same mutations have learnt. */
final class Assumptions {

    private final Set<Long> missingLeases = new HashSet<>();
    private final Set<Long> renewedLeases = new HashSet<>();

    void learn(AppendResult.LeasesRefused refused) {
        missingLeases.addAll(refused.missing());
        renewedLeases.addAll(refused.renewed());
    }

    PendingLeases leases() {
        return new PendingLeases(missingLeases, renewedLeases);
    }
}
