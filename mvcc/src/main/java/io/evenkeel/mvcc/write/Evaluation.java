package io.evenkeel.mvcc.write;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.Revision;
import java.util.List;
import java.util.Set;

/** What evaluating a mutation came to. */
sealed interface Evaluation {

    /** The mutation's changes are in the pending view, and this is its answer if they are appended. */
    record Done(Outcome outcome) implements Evaluation {}

    /**
     * The mutation is refused and changed nothing. etcd would have looked at {@code leasesBefore} first: if one of them
     * does not exist, that is the refusal.
     */
    record Refused(Refusal refusal, List<Long> leasesBefore) implements Evaluation {}

    /**
     * The mutation cannot be evaluated before these values are at hand; it changed nothing.
     *
     * @param bytes length of the values
     */
    record NeedsValues(Set<Revision> revisions, long bytes) implements Evaluation {}
}
