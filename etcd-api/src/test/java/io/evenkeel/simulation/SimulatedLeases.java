package io.evenkeel.simulation;

import io.evenkeel.mvcc.lease.LeaseStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The leases as one replica reaches them, with a note of when each may expire. */
record SimulatedLeases(SimulatedDatastore datastore) implements LeaseStore {

    private <T> T call(Supplier<T> call) {
        datastore.call();
        T answer = call.get();
        datastore.delay();
        return answer;
    }

    private void note(long id, long ttlSeconds) {
        datastore.earliestExpiry.put(id, datastore.nowMillis() + ttlSeconds * 1000);
    }

    @Override
    public boolean grant(long id, long ttlSeconds) {
        return call(() -> {
            boolean granted = datastore.leases.grant(id, ttlSeconds);
            if (granted) {
                note(id, ttlSeconds);
            }
            return granted;
        });
    }

    @Override
    public Map<Long, Long> renew(Collection<Long> ids) {
        return call(() -> {
            Map<Long, Long> renewed = datastore.leases.renew(ids);
            renewed.forEach(this::note);
            return renewed;
        });
    }

    @Override
    public Optional<Lease> find(long id) {
        return call(() -> datastore.leases.find(id));
    }

    @Override
    public List<Lease> list() {
        return call(datastore.leases::list);
    }

    @Override
    public Expired expired(int limit) {
        return call(() -> datastore.leases.expired(limit));
    }

    @Override
    public int startAnew() {
        return call(datastore.leases::startAnew);
    }
}
