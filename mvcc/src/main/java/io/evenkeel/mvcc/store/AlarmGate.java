package io.evenkeel.mvcc.store;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.alarm.Alarm;
import io.evenkeel.mvcc.alarm.Alarms;
import io.evenkeel.mvcc.write.Mutation;
import io.evenkeel.mvcc.write.TxnOp;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is refused while an alarm is raised, as etcd does: without space everything that needs some, in a corrupt store every
 * change. Reads go on, and so does what frees space.
 */
record AlarmGate(Alarms alarms) {

    /** Why {@code mutation} is refused at the moment, if it is. */
    Optional<Refusal> refusal(Mutation mutation) {
        if (alarms.known().isEmpty()) {
            return Optional.empty();
        }
        if (alarms.isRaised(Alarm.Kind.CORRUPT) && changes(mutation)) {
            return Optional.of(Refusal.CORRUPT);
        }
        return alarms.isRaised(Alarm.Kind.NO_SPACE) && needsSpace(mutation)
                ? Optional.of(Refusal.NO_SPACE)
                : Optional.empty();
    }

    /** Why a lease cannot be granted at the moment, if it cannot. */
    Optional<Refusal> refusalOfLease() {
        return refusal(true);
    }

    /** Why nothing can be compacted at the moment, if nothing can. Compaction frees space. */
    Optional<Refusal> refusalOfCompaction() {
        return refusal(false);
    }

    private Optional<Refusal> refusal(boolean needsSpace) {
        if (alarms.isRaised(Alarm.Kind.CORRUPT)) {
            return Optional.of(Refusal.CORRUPT);
        }
        return needsSpace && alarms.isRaised(Alarm.Kind.NO_SPACE) ? Optional.of(Refusal.NO_SPACE) : Optional.empty();
    }

    private static boolean changes(Mutation mutation) {
        return switch (mutation) {
            case Mutation.Put put -> true;
            case Mutation.DeleteRange delete -> true;
            case Mutation.RevokeLease revoke -> true;
            case Mutation.Txn txn -> anyOp(txn, op -> !(op instanceof TxnOp.Range));
        };
    }

    private static boolean needsSpace(Mutation mutation) {
        return switch (mutation) {
            case Mutation.Put put -> true;
            case Mutation.DeleteRange delete -> false;
            case Mutation.RevokeLease revoke -> false;
            case Mutation.Txn txn -> anyOp(txn, Mutation.Put.class::isInstance);
        };
    }

    private static boolean anyOp(Mutation.Txn txn, Predicate<TxnOp> what) {
        return anyOp(txn.success(), what) || anyOp(txn.failure(), what);
    }

    private static boolean anyOp(List<TxnOp> ops, Predicate<TxnOp> what) {
        return ops.stream().anyMatch(op -> op instanceof Mutation.Txn nested ? anyOp(nested, what) : what.test(op));
    }
}
