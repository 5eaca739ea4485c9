package io.evenkeel.e2e.history;

import com.google.protobuf.Message;
import io.evenkeel.api.proto.LeaseGrantResponse;
import io.evenkeel.api.proto.LeaseKeepAliveRequest;
import io.evenkeel.api.proto.LeaseKeepAliveResponse;
import io.evenkeel.api.proto.LeaseRevokeRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.mvccpb.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** {@link Violation.Property#LEASE}. */
final class Leases {

    /** The database's clock counts milliseconds. */
    private static final long CLOCK_NANOS = Duration.ofMillis(5).toNanos();

    /** A moment before a lease got its full TTL, a moment after, and when it ends at the earliest. */
    private record Renewal(long sentNanos, long doneNanos, long livesUntilNanos) {}

    private final History history;
    private final Consumer<Violation> violations;
    private final Map<Long, List<Renewal>> renewals = new HashMap<>();
    private final Map<Long, Long> revokedAsOf = new HashMap<>();

    Leases(History history, Consumer<Violation> violations) {
        this.history = history;
        this.violations = violations;
        history.operations().forEach(this::note);
    }

    private void note(Operation operation) {
        if (operation.request() instanceof LeaseRevokeRequest revoke
                && !(operation.ending() instanceof Operation.Ending.Refused)) {
            revokedAsOf.merge(revoke.getID(), operation.invokedNanos(), Math::min);
        }
        if (operation.ending() instanceof Operation.Ending.Answered(Message response)) {
            switch (response) {
                case LeaseGrantResponse granted -> note(granted.getID(), granted.getTTL(), operation);
                case LeaseKeepAliveResponse kept when kept.getTTL() > 0 -> note(kept.getID(), kept.getTTL(), operation);
                default -> {}
            }
        }
    }

    private void note(long lease, long ttlSeconds, Operation operation) {
        long sent = operation.invokedNanos();
        long until = sent + Duration.ofSeconds(ttlSeconds).toNanos() - CLOCK_NANOS;
        renewals.computeIfAbsent(lease, id -> new ArrayList<>()).add(new Renewal(sent, operation.endedNanos(), until));
    }

    /** @param ends the leases that ended by themselves, by revision */
    void check(Map<Long, Long> ends) {
        ends.forEach(this::checkEnd);
        history.operations().forEach(this::checkMissing);
        checkNothingHangsOnWhatHasEnded(ends);
    }

    private void checkEnd(long revision, long lease) {
        long seen = history.log().entry(revision).seenNanos();
        for (Renewal renewal : renewals.getOrDefault(lease, List.of())) {
            if (seen < renewal.livesUntilNanos()) {
                report("lease " + lease + " ended in revision " + revision + ", "
                        + millis(renewal.livesUntilNanos() - seen) + " ms before its time");
            }
        }
    }

    /** Whoever is told that a lease is not there, is told so of one that has had time to end. */
    private void checkMissing(Operation operation) {
        long lease = missing(operation);
        if (lease == 0 || revokedAsOf.getOrDefault(lease, Long.MAX_VALUE) < operation.endedNanos()) {
            return;
        }
        for (Renewal renewal : renewals.getOrDefault(lease, List.of())) {
            if (renewal.doneNanos() < operation.invokedNanos() && operation.endedNanos() < renewal.livesUntilNanos()) {
                report("should have lived " + millis(renewal.livesUntilNanos() - operation.endedNanos()) + " ms more: "
                        + operation);
            }
        }
    }

    private static long missing(Operation operation) {
        return switch (operation.request()) {
            case LeaseKeepAliveRequest keep
            when operation.isAnswered() ->
                ((LeaseKeepAliveResponse) operation.response()).getTTL() == 0 ? keep.getID() : 0;
            case PutRequest put when operation.isRefused("lease not found") -> put.getLease();
            case LeaseRevokeRequest revoke when operation.isRefused("lease not found") -> revoke.getID();
            default -> 0;
        };
    }

    private void checkNothingHangsOnWhatHasEnded(Map<Long, Long> ends) {
        Map<Long, Long> endOf = new HashMap<>();
        for (CommittedLog.Entry entry : history.log().entries().values()) {
            for (Event event : entry.events()) {
                Long end = endOf.get(event.getKv().getLease());
                if (end != null) {
                    report("revision " + entry.revision() + " has a key on lease "
                            + event.getKv().getLease() + ", which ended in revision " + end);
                }
            }
            Long ended = ends.get(entry.revision());
            if (ended != null) {
                endOf.put(ended, entry.revision());
            }
        }
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }

    private void report(String text) {
        violations.accept(new Violation(Violation.Property.LEASE, text));
    }
}
