package io.evenkeel.mvcc.lessor;

import io.evenkeel.mvcc.lease.LeaseStore;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.member.Membership;
import io.evenkeel.mvcc.replica.Agent;
import io.evenkeel.mvcc.replica.Signal;
import io.evenkeel.mvcc.write.Mutation;
import io.evenkeel.mvcc.write.Sequencer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revokes the leases that have expired by the datastore's clock; one replica at a time does. It only proposes: whether a
 * lease was renewed meanwhile is decided as part of the append that revokes it, so a keepalive that came first wins.
 *
 * <p>When the datastore could not be asked for a while, or this process stood still, or another one did this before, keepalives
 * may have gone unanswered; when the datastore's clock was set, what it says of leases is not true. All leases get their
 * full TTL again then, as etcd does when a leader takes over.
 */
public final class LeaseReaper implements Agent {

    private static final Logger logger = LoggerFactory.getLogger(LeaseReaper.class);
    private static final int REVOCATIONS_IN_FLIGHT = 1_000;

    /** Those to revoke now, and those to revoke the next time: see {@link ExpiriesSeen}. */
    private static final int LOOKED_AT = 2 * REVOCATIONS_IN_FLIGHT;

    /** A check that comes so much too late means that this process did not run. */
    private static final long STANDSTILL_NANOS = Duration.ofSeconds(2).toNanos();

    private final LeaseStore store;
    private final Sequencer sequencer;
    private final Membership membership;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private final Signal signal = new Signal();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder expired = new LongAdder();
    private final DatastoreClock clock = new DatastoreClock();
    private final ExpiriesSeen seen = new ExpiriesSeen(LOOKED_AT);
    private boolean graceDue;
    private long outagesNoted;
    private long nextCheckNanos;

    /** @param interval how often to look for expired leases; etcd's is 500 ms */
    public LeaseReaper(
            LeaseStore store, Sequencer sequencer, Membership membership, Duration interval, LongSupplier nanoTime) {
        this.store = store;
        this.sequencer = sequencer;
        this.membership = membership;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
        this.nextCheckNanos = nanoTime.getAsLong();
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public long step() {
        long untilCheck = nextCheckNanos - nanoTime.getAsLong();
        if (untilCheck > 0) {
            return untilCheck;
        }
        nextCheckNanos = nanoTime.getAsLong() + intervalNanos;
        graceDue |= untilCheck < -STANDSTILL_NANOS || membership.outages() > outagesNoted;
        outagesNoted = membership.outages();
        if (!membership.leads()) {
            clock.forget();
            return intervalNanos;
        }
        if (inFlight.get() == 0) {
            reap();
        }
        return intervalNanos;
    }

    /** How many leases this replica has revoked because they had expired. */
    public long expired() {
        return expired.sum();
    }

    private void reap() {
        try {
            long asked = nanoTime.getAsLong();
            LeaseStore.Expired due = store.expired(LOOKED_AT);
            long answered = nanoTime.getAsLong();
            DatastoreClock.Reading reading = clock.read(due.clockMillis(), asked, answered);
            graceDue |= switch (reading) {
                case WENT_ON -> seen.contradict(due);
                case SET -> true;
                case VAGUE -> false;
            };
            if (reading != DatastoreClock.Reading.VAGUE) {
                seen.note(due, answered);
            }
            if (graceDue) {
                startAnew();
            } else if (reading == DatastoreClock.Reading.WENT_ON) {
                due.leases().stream()
                        .filter(expiry -> seen.isExpired(expiry, asked, clock.mostUnnoticedNanos()))
                        .limit(REVOCATIONS_IN_FLIGHT)
                        .forEach(this::revoke);
            }
        } catch (DatastoreException e) {
            if (!graceDue) {
                logger.warn("Cannot look for expired leases, none will expire until then: {}", e.getMessage());
            }
            graceDue = true;
        }
    }

    private void startAnew() {
        int started = store.startAnew();
        graceDue = false;
        if (started > 0) {
            logger.info("Gave {} leases their full TTL, not knowing what each had left of it", started);
        }
    }

    private void revoke(LeaseStore.Expiry expiry) {
        inFlight.incrementAndGet();
        var _ = sequencer
                .submit(new Mutation.RevokeLease(expiry.id(), OptionalLong.of(expiry.atMillis())))
                .whenComplete((outcome, refusal) -> {
                    inFlight.decrementAndGet();
                    if (refusal == null) {
                        expired.increment();
                    }
                });
    }
}
