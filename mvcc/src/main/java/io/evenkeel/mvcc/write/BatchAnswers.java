package io.evenkeel.mvcc.write;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.lease.LeaseStore;
import io.evenkeel.mvcc.log.DatastoreException;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Tells the callers of a batch what became of their mutations.
 *
 * @param blocking runs what asks for leases
 */
record BatchAnswers(LeaseStore leases, Executor blocking) {

    /** To be called when what the batch changes is applied. */
    void give(EvaluatedBatch batch) {
        for (EvaluatedBatch.Answered answered : batch.answers()) {
            PendingMutation mutation = answered.mutation();
            switch (answered.evaluation()) {
                case Evaluation.Done(Outcome outcome) -> mutation.outcome().complete(outcome);
                case Evaluation.Refused(Refusal refusal, List<Long> leasesBefore) -> {
                    if (leasesBefore.isEmpty()) {
                        mutation.refuse(refusal);
                    } else {
                        refuseAfterLeases(mutation, refusal, leasesBefore);
                    }
                }
                case Evaluation.NeedsValues needed -> throw new AssertionError("answer to an open mutation");
            }
        }
    }

    /** Refuses as etcd would, which looks at the leases before what else is wrong. */
    private void refuseAfterLeases(PendingMutation mutation, Refusal refusal, List<Long> before) {
        blocking.execute(() -> {
            try {
                boolean allExist =
                        before.stream().allMatch(lease -> leases.find(lease).isPresent());
                mutation.refuse(allExist ? refusal : Refusal.LEASE_NOT_FOUND);
            } catch (DatastoreException e) {
                mutation.refuse(Refusal.UNAVAILABLE);
            }
        });
    }
}
