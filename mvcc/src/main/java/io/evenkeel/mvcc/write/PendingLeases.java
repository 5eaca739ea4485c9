package io.evenkeel.mvcc.write;

import io.evenkeel.mvcc.log.LeaseCondition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a batch assumes about leases. Whether a lease exists is only known where leases are kept, so a batch takes it for
 * granted and is appended on that condition; what an earlier attempt learnt is known here.
 */
final class PendingLeases {

    private final Set<Long> missing;
    private final Set<Long> renewed;
    private final Map<Long, LeaseCondition> conditions = new HashMap<>();

    PendingLeases(Set<Long> missing, Set<Long> renewed) {
        this.missing = missing;
        this.renewed = renewed;
    }

    /** There is never a lease 0: it stands for none. */
    boolean mayExist(long lease) {
        return lease != 0
                && !missing.contains(lease)
                && switch (conditions.get(lease)) {
                    case null -> true;
                    case LeaseCondition.Exists exists -> true;
                    case LeaseCondition.Revoked revoked -> false;
                    case LeaseCondition.Expired expired -> false;
                };
    }

    boolean canRevoke(Mutation.RevokeLease revoke) {
        return mayExist(revoke.lease()) && !(revoke.expiry().isPresent() && renewed.contains(revoke.lease()));
    }

    void mustExist(long lease) {
        conditions.putIfAbsent(lease, new LeaseCondition.Exists(lease));
    }

    void revoke(Mutation.RevokeLease revoke) {
        conditions.put(
                revoke.lease(),
                revoke.expiry().isPresent()
                        ? new LeaseCondition.Expired(
                                revoke.lease(), revoke.expiry().getAsLong())
                        : new LeaseCondition.Revoked(revoke.lease()));
    }

    List<LeaseCondition> conditions() {
        return List.copyOf(conditions.values());
    }
}
