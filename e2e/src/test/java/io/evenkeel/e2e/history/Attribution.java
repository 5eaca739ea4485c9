package io.evenkeel.e2e.history;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds for each revision that no answered call made an open call that can have, each for one revision at most: a matching in
 * a graph, by augmenting paths. What is left must be the end of a lease.
 */
final class Attribution {

    private final Map<Long, List<Operation>> candidates;
    private final Map<Long, Operation> owners;
    private final Map<Long, Long> leaseEnds;
    private final History history;
    private final Consumer<Violation> violations;
    private final Map<Operation, Long> revisionOf = new HashMap<>();

    /**
     * @param candidates by revision
     * @param owners to which is added what is found
     * @param leaseEnds from which is taken what is a call's
     */
    Attribution(
            Map<Long, List<Operation>> candidates,
            Map<Long, Operation> owners,
            Map<Long, Long> leaseEnds,
            History history,
            Consumer<Violation> violations) {
        this.candidates = candidates;
        this.owners = owners;
        this.leaseEnds = leaseEnds;
        this.history = history;
        this.violations = violations;
    }

    void run() {
        for (long revision : candidates.keySet()) {
            if (!assign(revision, new HashSet<>()) && !leaseEnds.containsKey(revision)) {
                violations.accept(new Violation(
                        Violation.Property.ONCE,
                        "nobody can have made revision " + revision + ": "
                                + history.log().entry(revision).events() + suspects(revision)));
            }
        }
        revisionOf.forEach((operation, revision) -> {
            owners.put(revision, operation);
            leaseEnds.remove(revision);
        });
    }

    private boolean assign(long revision, Set<Operation> tried) {
        for (Operation operation : candidates.getOrDefault(revision, List.of())) {
            if (tried.add(operation)) {
                Long other = revisionOf.get(operation);
                if (other == null || assign(other, tried)) {
                    revisionOf.put(operation, revision);
                    return true;
                }
            }
        }
        return false;
    }

    /** Who asked for a value that this revision brought, if it brought one. */
    private String suspects(long revision) {
        return history.log().entry(revision).events().stream()
                .filter(event -> !event.getKv().getValue().isEmpty())
                .flatMap(event -> history.operations().stream()
                        .filter(operation -> Replay.isMutation(operation.request()))
                        .filter(operation -> operation
                                .request()
                                .toString()
                                .contains(event.getKv().getValue().toStringUtf8())))
                .map(operation -> ", asked for by " + operation)
                .findFirst()
                .orElse("");
    }
}
