package io.evenkeel.simulation;

import io.evenkeel.mvcc.lease.LeaseStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Leases with nothing changed; a test changes something. */
abstract class ChangedLeases implements LeaseStore {
    private final LeaseStore leases;

    ChangedLeases(LeaseStore leases) {
        this.leases = leases;
    }

    @Override
    public boolean grant(long id, long ttlSeconds) {
        return leases.grant(id, ttlSeconds);
    }

    @Override
    public Map<Long, Long> renew(Collection<Long> ids) {
        return leases.renew(ids);
    }

    @Override
    public Optional<Lease> find(long id) {
        return leases.find(id);
    }

    @Override
    public List<Lease> list() {
        return leases.list();
    }

    @Override
    public Expired expired(int limit) {
        return leases.expired(limit);
    }

    @Override
    public int startAnew() {
        return leases.startAnew();
    }
}
