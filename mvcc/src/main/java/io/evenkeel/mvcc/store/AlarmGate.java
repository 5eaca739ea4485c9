package io.evenkeel.mvcc.store;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.alarm.Alarm;
import io.evenkeel.mvcc.alarm.Alarms;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.write.Mutation;
import io.evenkeel.mvcc.write.TxnOp;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is refused while an alarm is raised, as etcd does: without space everything that needs some, in a corrupt store every
 * change. Reads go on, and so does what frees space. A request for which there is no space raises the alarm.
 */
final class AlarmGate {

    private static final Logger logger = LoggerFactory.getLogger(AlarmGate.class);

    private final Alarms alarms;
    private final Quota quota;
    private final Alarm noSpace;
    private final Executor blocking;
    private final AtomicBoolean raising = new AtomicBoolean();

    /**
     * @param memberId in whose name alarms are raised
     * @param blocking runs what waits for the datastore
     */
    AlarmGate(Alarms alarms, Quota quota, long memberId, Executor blocking) {
        this.alarms = alarms;
        this.quota = quota;
        this.noSpace = new Alarm(memberId, Alarm.Kind.NO_SPACE);
        this.blocking = blocking;
    }

    /** Why {@code mutation} is refused at the moment, if it is. */
    Optional<Refusal> refusal(Mutation mutation) {
        if (alarms.isRaised(Alarm.Kind.CORRUPT) && changes(mutation)) {
            return Optional.of(Refusal.CORRUPT);
        }
        if (quota.isExceededBy(mutation)) {
            raiseNoSpace();
            return Optional.of(Refusal.NO_SPACE);
        }
        return alarms.isRaised(Alarm.Kind.NO_SPACE) && Quota.cost(mutation) > 0
                ? Optional.of(Refusal.NO_SPACE)
                : Optional.empty();
    }

    /** Why a lease cannot be granted at the moment, if it cannot. */
    Optional<Refusal> refusalOfLease() {
        if (alarms.isRaised(Alarm.Kind.CORRUPT)) {
            return Optional.of(Refusal.CORRUPT);
        }
        if (quota.isExceededByLease()) {
            raiseNoSpace();
            return Optional.of(Refusal.NO_SPACE);
        }
        return alarms.isRaised(Alarm.Kind.NO_SPACE) ? Optional.of(Refusal.NO_SPACE) : Optional.empty();
    }

    /** Why nothing can be compacted at the moment, if nothing can. Compaction frees space. */
    Optional<Refusal> refusalOfCompaction() {
        return alarms.isRaised(Alarm.Kind.CORRUPT) ? Optional.of(Refusal.CORRUPT) : Optional.empty();
    }

    /** For all members and until it is cleared; not again while that is under way. */
    private void raiseNoSpace() {
        if (alarms.isRaised(Alarm.Kind.NO_SPACE) || !raising.compareAndSet(false, true)) {
            return;
        }
        blocking.execute(() -> {
            try {
                logger.warn("The quota of {} bytes is used up", quota.bytes());
                alarms.raise(noSpace);
            } catch (DatastoreException e) {
                logger.debug("Cannot raise the alarm NOSPACE: {}", e.getMessage());
            } finally {
                raising.set(false);
            }
        });
    }

    private static boolean changes(Mutation mutation) {
        return switch (mutation) {
            case Mutation.Put _, Mutation.DeleteRange _, Mutation.RevokeLease _ -> true;
            case Mutation.Txn txn -> changes(txn.success()) || changes(txn.failure());
        };
    }

    private static boolean changes(List<TxnOp> ops) {
        return ops.stream().anyMatch(op -> op instanceof Mutation mutation && changes(mutation));
    }
}
