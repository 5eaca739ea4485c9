package io.evenkeel.perf.jmh;

import io.evenkeel.mvcc.lease.LeaseStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A lease store that stays empty. */
final class NoLeases implements LeaseStore {

    @Override
    public boolean grant(long id, long ttlSeconds) {
        return false;
    }

    @Override
    public Map<Long, Long> renew(Collection<Long> ids) {
        return Map.of();
    }

    @Override
    public Optional<Lease> find(long id) {
        return Optional.empty();
    }

    @Override
    public List<Lease> list() {
        return List.of();
    }

    @Override
    public Expired expired(int limit) {
        return new Expired(0, List.of());
    }

    @Override
    public int startAnew() {
        return 0;
    }
}
