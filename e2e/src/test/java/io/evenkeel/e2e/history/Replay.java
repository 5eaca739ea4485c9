package io.evenkeel.e2e.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.LeaseRevokeRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.mvccpb.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Goes through the log once, compares every answer with the model's at its revision, and finds out whose each revision is. As
 * every answer names its revision there is nothing to search.
 */
final class Replay {

    private final History history;
    private final Known known;
    private final Consumer<Violation> violations;
    private final Model model = new Model();
    private final Map<Long, List<Operation>> writers = new HashMap<>();
    private final Map<Long, List<Operation>> readers = new HashMap<>();
    private final List<Operation> open = new ArrayList<>();
    private final Map<Long, Operation> owners = new HashMap<>();
    private final Map<Long, List<Operation>> candidates = new LinkedHashMap<>();
    private final Map<Long, Long> leaseEnds = new LinkedHashMap<>();

    Replay(History history, Known known, Consumer<Violation> violations) {
        this.history = history;
        this.known = known;
        this.violations = violations;
        history.operations().forEach(this::sort);
    }

    /** The calls that made a revision. */
    Map<Long, Operation> owners() {
        return owners;
    }

    /** The leases that ended by themselves, by the revision this made. */
    Map<Long, Long> leaseEnds() {
        return leaseEnds;
    }

    private void sort(Operation operation) {
        boolean changes = isMutation(operation.request());
        if (!changes && !(operation.request() instanceof RangeRequest)) {
            return;
        }
        switch (operation.ending()) {
            case Operation.Ending.Refused _ -> {}
            case Operation.Ending.Open _ -> {
                if (changes) {
                    open.add(operation);
                }
            }
            case Operation.Ending.Answered(Message response) -> {
                long revision = operation.revision();
                if (revision < 1 || revision > history.log().head()) {
                    violation(Violation.Property.ANSWER, "of a revision that is not in the log: " + operation);
                } else if (operation.request() instanceof LeaseRevokeRequest || Answers.changedSomething(response)) {
                    at(writers, revision).add(operation);
                } else if (operation.request() instanceof RangeRequest range && range.getRevision() > 0) {
                    at(readers, range.getRevision()).add(operation);
                } else {
                    at(readers, revision).add(operation);
                }
            }
        }
    }

    static boolean isMutation(Message request) {
        return request instanceof PutRequest
                || request instanceof DeleteRangeRequest
                || request instanceof TxnRequest
                || request instanceof LeaseRevokeRequest;
    }

    private static List<Operation> at(Map<Long, List<Operation>> operations, long revision) {
        return operations.computeIfAbsent(revision, r -> new ArrayList<>());
    }

    void run() {
        readers.getOrDefault(1L, List.of()).forEach(this::checkReader);
        for (long revision = 2; revision <= history.log().head(); revision++) {
            if (!history.log().has(revision)) {
                violation(Violation.Property.DENSE, "no revision " + revision);
                continue;
            }
            CommittedLog.Entry entry = history.log().entry(revision);
            for (Operation writer : writers.getOrDefault(revision, List.of())) {
                checkWriter(writer, entry);
            }
            if (!owners.containsKey(revision)) {
                findCandidates(entry);
            }
            model.apply(entry.events());
            readers.getOrDefault(revision, List.of()).forEach(this::checkReader);
        }
        new Attribution(candidates, owners, leaseEnds, history, violations).run();
    }

    private void checkWriter(Operation writer, CommittedLog.Entry entry) {
        Model.Evaluated expected = model.evaluate(writer.request());
        if (writer.request() instanceof LeaseRevokeRequest && expected.changes().isEmpty()) {
            at(readers, entry.revision()).add(writer);
            return;
        }
        compareAnswer(writer, expected);
        if (!withoutPrevious(entry.events()).equals(expected.changes())) {
            violation(
                    Violation.Property.ANSWER,
                    "revision " + entry.revision() + " is " + entry.events() + ", which is not what did " + writer);
        }
        Operation other = owners.put(entry.revision(), writer);
        if (other != null) {
            violation(
                    Violation.Property.ONCE,
                    "revision " + entry.revision() + " is that of two: " + writer + " and " + other);
        }
    }

    private void checkReader(Operation reader) {
        Model.Evaluated expected = model.evaluate(reader.request());
        compareAnswer(reader, expected);
        if (!expected.changes().isEmpty()) {
            violation(Violation.Property.ANSWER, "should have changed something: " + reader);
        }
    }

    private void compareAnswer(Operation operation, Model.Evaluated expected) {
        Message answer = Answers.withoutHeaders(operation.response());
        if (!answer.equals(expected.response())) {
            violation(
                    Violation.Property.ANSWER,
                    "expected " + Texts.of(expected.response()) + " at revision " + operation.revision() + " of "
                            + operation);
        }
    }

    private void findCandidates(CommittedLog.Entry entry) {
        List<Event> events = withoutPrevious(entry.events());
        List<Operation> fitting = new ArrayList<>();
        for (Operation operation : open) {
            if (known.before(operation.invokedNanos()) < entry.revision()
                    && model.evaluate(operation.request()).changes().equals(events)) {
                fitting.add(operation);
            }
        }
        candidates.put(entry.revision(), fitting);
        if (events.stream().allMatch(event -> event.getType() == Event.EventType.DELETE)) {
            List<ByteString> keys =
                    events.stream().map(event -> event.getKv().getKey()).toList();
            long lease = model.leaseOfExactly(keys);
            if (lease != 0) {
                leaseEnds.put(entry.revision(), lease);
            }
        }
    }

    private static List<Event> withoutPrevious(List<Event> events) {
        return events.stream()
                .map(event -> event.toBuilder().clearPrevKv().build())
                .toList();
    }

    private void violation(Violation.Property property, String text) {
        violations.accept(new Violation(property, text));
    }
}
