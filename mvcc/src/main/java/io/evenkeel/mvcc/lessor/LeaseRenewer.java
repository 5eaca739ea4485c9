package io.evenkeel.mvcc.lessor;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.lease.LeaseStore;
import io.evenkeel.mvcc.log.DatastoreException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gathers keepalives into one update of the lease store: those that came while an update was under way go into the next
 * one, several for the same lease as one.
 */
final class LeaseRenewer {

    private final LeaseStore store;
    private final Executor blocking;
    private final ReentrantLock lock = new ReentrantLock();
    private Map<Long, CompletableFuture<Long>> gathering = new HashMap<>();
    private boolean updating;

    LeaseRenewer(LeaseStore store, Executor blocking) {
        this.store = store;
        this.blocking = blocking;
    }

    /** Completes with the granted TTL in seconds, or with 0 when the lease is gone. */
    CompletableFuture<Long> renew(long id) {
        lock.lock();
        try {
            CompletableFuture<Long> renewal = gathering.computeIfAbsent(id, lease -> new CompletableFuture<>());
            if (!updating) {
                updating = true;
                blocking.execute(this::update);
            }
            return renewal;
        } finally {
            lock.unlock();
        }
    }

    private void update() {
        for (Map<Long, CompletableFuture<Long>> group = next(); !group.isEmpty(); group = next()) {
            try {
                Map<Long, Long> renewed = store.renew(group.keySet());
                group.forEach((id, renewal) -> renewal.complete(renewed.getOrDefault(id, 0L)));
            } catch (DatastoreException e) {
                group.values().forEach(renewal -> renewal.completeExceptionally(Refusal.UNAVAILABLE.asException()));
            }
        }
    }

    private Map<Long, CompletableFuture<Long>> next() {
        lock.lock();
        try {
            Map<Long, CompletableFuture<Long>> group = gathering;
            gathering = new HashMap<>();
            updating = !group.isEmpty();
            return group;
        } finally {
            lock.unlock();
        }
    }
}
