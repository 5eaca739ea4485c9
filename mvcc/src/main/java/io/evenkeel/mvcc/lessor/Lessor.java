package io.evenkeel.mvcc.lessor;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.lease.LeaseStore;
import io.evenkeel.mvcc.read.Room;
import io.evenkeel.mvcc.replica.LogTailer;
import io.evenkeel.mvcc.write.Mutation;
import io.evenkeel.mvcc.write.Sequencer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The leases as clients use them: etcd's {@code Lease} service without its wire format.
 *
 * <p>Every method returns at once. The futures complete exceptionally with a {@link io.evenkeel.mvcc.RefusedException}, or
 * with a {@link io.evenkeel.mvcc.log.DatastoreException} when the datastore cannot be reached.
 */
public final class Lessor {

    /** The shortest TTL etcd grants, in seconds: one and a half election timeouts, rounded up. */
    public static final long MIN_TTL_SECONDS = 2;

    /** The longest TTL etcd grants, in seconds: {@code MaxLeaseTTL}. */
    public static final long MAX_TTL_SECONDS = 9_000_000_000L;

    private final LeaseStore store;
    private final LogTailer tailer;
    private final Sequencer sequencer;
    private final Supplier<Optional<Refusal>> gate;
    private final Executor blocking;
    private final LeaseRenewer renewer;
    private final LongAdder granted = new LongAdder();
    private final LongAdder renewed = new LongAdder();
    private final LongAdder revoked = new LongAdder();

    /**
     * @param gate why no lease can be granted at the moment, if none can
     * @param blocking runs what waits for the datastore
     */
    public Lessor(
            LeaseStore store,
            LogTailer tailer,
            Sequencer sequencer,
            Supplier<Optional<Refusal>> gate,
            Executor blocking) {
        this.store = store;
        this.tailer = tailer;
        this.sequencer = sequencer;
        this.gate = gate;
        this.blocking = blocking;
        this.renewer = new LeaseRenewer(store, blocking);
    }

    /**
     * Grants a lease; takes no revision.
     *
     * @param id 0 to have one chosen; negative ones are allowed
     * @param ttlSeconds raised to {@link #MIN_TTL_SECONDS} when shorter, refused above {@link #MAX_TTL_SECONDS}
     */
    public CompletableFuture<GrantedLease> grant(long id, long ttlSeconds) {
        Optional<Refusal> alarm = gate.get();
        if (alarm.isPresent()) {
            return CompletableFuture.failedFuture(alarm.get().asException());
        }
        if (ttlSeconds > MAX_TTL_SECONDS) {
            return CompletableFuture.failedFuture(Refusal.LEASE_TTL_TOO_LARGE.asException());
        }
        long ttl = Math.max(ttlSeconds, MIN_TTL_SECONDS);
        return CompletableFuture.supplyAsync(
                () -> {
                    long taken = id == 0 ? grantAny(ttl) : id;
                    if (id != 0 && !store.grant(id, ttl)) {
                        throw Refusal.LEASE_EXISTS.asException();
                    }
                    granted.increment();
                    return new GrantedLease(taken, ttl);
                },
                blocking);
    }

    private long grantAny(long ttlSeconds) {
        long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        while (!store.grant(id, ttlSeconds)) {
            id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        }
        return id;
    }

    /**
     * Deletes the lease and, in one revision, all keys on it; completes with the store's revision after that.
     *
     * @param room of the call that asks for it
     */
    public CompletableFuture<Long> revoke(long id, Room room) {
        return sequencer
                .submit(new Mutation.RevokeLease(id, OptionalLong.empty()), room)
                .thenApply(outcome -> {
                    revoked.increment();
                    return outcome.revision();
                });
    }

    /**
     * Gives the lease its full TTL again; completes with that TTL in seconds, 0 when it is gone. One that has expired is there until
     * it is revoked: nobody is told that it is gone for what the datastore's clock says, which may have been set.
     */
    public CompletableFuture<Long> keepAlive(long id) {
        return renewer.renew(id).thenApply(ttl -> {
            if (ttl > 0) {
                renewed.increment();
            }
            return ttl;
        });
    }

    public LeaseCounts counts() {
        return new LeaseCounts(granted.sum(), renewed.sum(), revoked.sum());
    }

    /** @param withKeys whether the keys on the lease are asked for */
    public CompletableFuture<Optional<LeaseState>> timeToLive(long id, boolean withKeys) {
        return CompletableFuture.supplyAsync(
                () -> store.find(id).map(lease -> {
                    List<Key> keys = withKeys
                            ? tailer.applied().index().attachments().keysOn(id).stream()
                                    .sorted()
                                    .toList()
                            : List.of();
                    return new LeaseState(id, lease.ttlSeconds(), Math.max(0, lease.remainingMillis() / 1000), keys);
                }),
                blocking);
    }

    /** Ids of all leases, those first that expire first. */
    public CompletableFuture<List<Long>> list() {
        return CompletableFuture.supplyAsync(
                () -> store.list().stream().map(LeaseStore.Lease::id).toList(), blocking);
    }
}
