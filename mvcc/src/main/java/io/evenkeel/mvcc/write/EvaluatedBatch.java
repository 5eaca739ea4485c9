package io.evenkeel.mvcc.write;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.log.AppendBatch;
import io.evenkeel.mvcc.log.LeaseCondition;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.read.Stage;
import java.util.List;

/**
 * Mutations evaluated together at one head: the entries they make, on which conditions, and what each is told once the
 * entries are in the log, or, if there are none, once the head is proven to be this one.
 */
record EvaluatedBatch(
        long id, LogPosition head, List<LogEntry> entries, List<LeaseCondition> leases, List<Answered> answers) {

    /** A mutation and its evaluation: {@link Evaluation.Done} or {@link Evaluation.Refused}. */
    record Answered(PendingMutation mutation, Evaluation evaluation) {}

    boolean isEmpty() {
        return answers.isEmpty();
    }

    boolean changesSomething() {
        return !entries.isEmpty() || !leases.isEmpty();
    }

    AppendBatch toAppend() {
        return new AppendBatch(id, entries, leases);
    }

    List<PendingMutation> mutations() {
        return answers.stream().map(Answered::mutation).toList();
    }

    /** Says what its mutations wait for now. */
    void enter(Stage stage) {
        for (Answered answered : answers) {
            answered.mutation().enter(stage);
        }
    }

    void refuseAll(Refusal refusal) {
        answers.forEach(answered -> answered.mutation().refuse(refusal));
    }
}
