package io.evenkeel.mvcc.lease;

import io.evenkeel.mvcc.log.AppendResult;
import io.evenkeel.mvcc.log.LeaseCondition;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Leases in memory, on a clock that only moves when told to. Give the same object to an
 * {@link io.evenkeel.mvcc.log.InMemoryRevisionLog} and its appends judge their lease conditions here.
 */
public final class InMemoryLeaseStore implements LeaseStore {

    private record Granted(long ttlSeconds, long expiresAtMillis) {}

    private final Map<Long, Granted> leases = new HashMap<>();
    private long nowMillis;

    /** Moves the clock on, or back when that is negative. */
    public synchronized void advance(Duration time) {
        nowMillis += time.toMillis();
    }

    @Override
    public synchronized boolean grant(long id, long ttlSeconds) {
        return leases.putIfAbsent(id, fullTtl(ttlSeconds)) == null;
    }

    @Override
    public synchronized Map<Long, Long> renew(Collection<Long> ids) {
        Map<Long, Long> renewed = new HashMap<>();
        for (long id : ids) {
            Granted lease = leases.get(id);
            if (lease != null) {
                leases.put(id, fullTtl(lease.ttlSeconds));
                renewed.put(id, lease.ttlSeconds);
            }
        }
        return renewed;
    }

    @Override
    public synchronized Optional<Lease> find(long id) {
        return Optional.ofNullable(leases.get(id)).map(lease -> seenNow(id, lease));
    }

    @Override
    public synchronized List<Lease> list() {
        return leases.entrySet().stream()
                .map(entry -> seenNow(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Lease::remainingMillis).thenComparingLong(Lease::id))
                .toList();
    }

    @Override
    public synchronized Expired expired(int limit) {
        List<Expiry> expired = list().stream()
                .filter(lease -> lease.remainingMillis() <= 0)
                .limit(limit)
                .map(lease -> new Expiry(lease.id(), nowMillis + lease.remainingMillis()))
                .toList();
        return new Expired(nowMillis, expired);
    }

    @Override
    public synchronized int startAnew() {
        leases.replaceAll((id, lease) -> fullTtl(lease.ttlSeconds));
        return leases.size();
    }

    /** Deletes the leases to be revoked if all conditions hold, else changes nothing and answers which do not. */
    public synchronized Optional<AppendResult.LeasesRefused> settle(List<LeaseCondition> conditions) {
        Set<Long> missing = new HashSet<>();
        Set<Long> renewed = new HashSet<>();
        for (LeaseCondition condition : conditions) {
            Granted lease = leases.get(condition.lease());
            if (lease == null) {
                missing.add(condition.lease());
            } else if (condition instanceof LeaseCondition.Expired(long _, long at) && lease.expiresAtMillis != at) {
                renewed.add(condition.lease());
            }
        }
        if (!missing.isEmpty() || !renewed.isEmpty()) {
            return Optional.of(new AppendResult.LeasesRefused(missing, renewed));
        }
        for (LeaseCondition condition : conditions) {
            switch (condition) {
                case LeaseCondition.Exists _ -> {}
                case LeaseCondition.Revoked(long lease) -> leases.remove(lease);
                case LeaseCondition.Expired(long lease, long _) -> leases.remove(lease);
            }
        }
        return Optional.empty();
    }

    private Granted fullTtl(long ttlSeconds) {
        return new Granted(ttlSeconds, nowMillis + ttlSeconds * 1000);
    }

    private Lease seenNow(long id, Granted lease) {
        return new Lease(id, lease.ttlSeconds, lease.expiresAtMillis - nowMillis);
    }
}
