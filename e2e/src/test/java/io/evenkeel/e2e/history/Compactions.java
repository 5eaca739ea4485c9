package io.evenkeel.e2e.history;

import io.evenkeel.api.proto.CompactionRequest;
import io.evenkeel.api.proto.RangeRequest;
import java.util.List;
import java.util.function.Consumer;

/** {@link Violation.Property#COMPACTION}. */
final class Compactions {

    private static final String COMPACTED = "has been compacted";
    private static final String FUTURE = "is a future revision";

    private final List<Operation> compactions;
    private final Known known;
    private final Consumer<Violation> violations;

    Compactions(History history, Known known, Consumer<Violation> violations) {
        this.compactions = history.operations().stream()
                .filter(operation -> operation.request() instanceof CompactionRequest)
                .toList();
        this.known = known;
        this.violations = violations;
    }

    /** The highest revision anybody may have compacted at; -1 for none. */
    long highest() {
        return highestPossible(Long.MAX_VALUE);
    }

    void check(History history) {
        for (Operation operation : history.operations()) {
            switch (operation.request()) {
                case RangeRequest range when range.getRevision() > 0 -> checkRange(operation, range);
                case CompactionRequest compaction -> checkCompaction(operation, compaction.getRevision());
                default -> {}
            }
        }
    }

    private void checkRange(Operation operation, RangeRequest range) {
        long revision = range.getRevision();
        if (operation.isAnswered() && !range.getSerializable() && revision < highestDone(operation.invokedNanos())) {
            report("answered although compacted: " + operation);
        }
        if (operation.isRefused(COMPACTED) && revision >= highestPossible(operation.endedNanos())) {
            report("refused although not compacted: " + operation);
        }
        checkFuture(operation, revision, !range.getSerializable());
    }

    private void checkCompaction(Operation operation, long revision) {
        if (operation.isAnswered() && revision <= highestDone(operation.invokedNanos())) {
            report("done although done before: " + operation);
        }
        if (operation.isRefused(COMPACTED) && revision > highestPossibleOthers(operation)) {
            report("refused although not done before: " + operation);
        }
        checkFuture(operation, revision, true);
    }

    private void checkFuture(Operation operation, long revision, boolean linearizable) {
        if (linearizable && operation.isRefused(FUTURE) && revision <= known.before(operation.invokedNanos())) {
            report("refused although long since there: " + operation);
        }
    }

    private long highestDone(long nanos) {
        return compactions.stream()
                .filter(operation -> operation.isAnswered() && operation.endedNanos() < nanos)
                .mapToLong(Compactions::revision)
                .max()
                .orElse(-1);
    }

    private long highestPossible(long nanos) {
        return compactions.stream()
                .filter(operation -> !(operation.ending() instanceof Operation.Ending.Refused))
                .filter(operation -> operation.invokedNanos() < nanos)
                .mapToLong(Compactions::revision)
                .max()
                .orElse(-1);
    }

    private long highestPossibleOthers(Operation except) {
        return compactions.stream()
                .filter(operation -> !operation.equals(except))
                .filter(operation -> !(operation.ending() instanceof Operation.Ending.Refused))
                .filter(operation -> operation.invokedNanos() < except.endedNanos())
                .mapToLong(Compactions::revision)
                .max()
                .orElse(-1);
    }

    private static long revision(Operation compaction) {
        return ((CompactionRequest) compaction.request()).getRevision();
    }

    private void report(String text) {
        violations.accept(new Violation(Violation.Property.COMPACTION, text));
    }
}
