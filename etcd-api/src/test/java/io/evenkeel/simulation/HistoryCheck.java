package io.evenkeel.simulation;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.simulation.Operation.Answer;
import io.evenkeel.simulation.Operation.Answer.Done;
import io.evenkeel.simulation.Operation.Request;
import io.evenkeel.simulation.Operation.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds what clients were told against the log. Since each revision is one operation, the log itself is the order in which they
 * happened: it remains to be seen that every answer is the one of its place in that order, that the order keeps the one of real
 * time, and that nothing is in the log that nobody asked for.
 */
final class HistoryCheck {

    private final List<LogEntry> entries;
    private final List<Map<String, Seen>> states = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    /** @param entries from revision 2 on */
    HistoryCheck(List<LogEntry> entries) {
        this.entries = entries;
        Map<String, Seen> state = Map.of();
        states.add(state);
        states.add(state);
        for (LogEntry entry : entries) {
            if (entry.revision() != states.size()) {
                throw new AssertionError("revision " + entry.revision() + " at place " + states.size());
            }
            state = new HashMap<>(state);
            for (Change change : entry.changes()) {
                apply(state, entry.revision(), change);
            }
            states.add(state);
        }
    }

    private static void apply(Map<String, Seen> state, long revision, Change change) {
        String key = change.key().toString();
        switch (change) {
            case Change.Put put -> {
                Seen before = state.get(key);
                state.put(
                        key,
                        new Seen(
                                Operation.text(put.value()),
                                before == null ? revision : before.createRevision(),
                                revision,
                                before == null ? 1 : before.version() + 1,
                                put.lease()));
            }
            case Change.Delete delete -> state.remove(key);
        }
    }

    long head() {
        return states.size() - 1L;
    }

    Map<String, Seen> state(long revision) {
        return states.get((int) revision);
    }

    /** What went wrong, in words that begin with the name of a check. */
    List<String> violations() {
        return violations;
    }

    private void violation(String check, Object what) {
        violations.add(check + ": " + what);
    }

    /** Every answer is the right one at its revision. */
    void checkAnswers(List<Operation> operations) {
        for (Operation operation : operations) {
            switch (operation.answer()) {
                case Done done -> {
                    if (done.revision() > head() || !isRight(operation.request(), done)) {
                        violation("ANSWER", operation);
                    }
                }
                case Answer.Refused(Refusal refusal) -> {
                    if (valueOf(operation.request()).filter(this::isInTheLog).isPresent()) {
                        violation("REFUSED", "but in the log: " + operation);
                    }
                    if (!isPlausible(operation.request(), refusal)) {
                        violation("REFUSAL", operation);
                    }
                }
                case Answer.Unknown unknown -> {}
            }
        }
    }

    private boolean isRight(Request request, Done done) {
        long revision = done.revision();
        Map<String, Seen> before = state(Math.max(1, revision - 1));
        return switch (request) {
            case Request.Put(String key, String value, long lease) -> wrote(revision, key, value, lease);
            case Request.Delete(String key) ->
                done.changed()
                        ? deleted(revision, Set.of(key))
                        : !state(revision).containsKey(key);
            case Request.Create(String key, String value) ->
                done.changed()
                        ? wrote(revision, key, value, 0) && !before.containsKey(key)
                        : state(revision).containsKey(key);
            case Request.Update(String key, String value, long modRevision) -> {
                Map<String, Seen> judged = done.changed() ? before : state(revision);
                Seen seen = judged.get(key);
                boolean matches = (seen == null ? 0 : seen.modRevision()) == modRevision;
                yield done.changed()
                        ? wrote(revision, key, value, 0) && matches
                        : !matches && Objects.equals(done.found().get(key), seen);
            }
            case Request.RevokeLease revoke ->
                state(revision).values().stream().noneMatch(seen -> seen.lease() == revoke.lease());
            case Request.Range(String key, long asked, boolean serializable) -> {
                Map<String, Seen> judged = state(asked > 0 ? asked : revision);
                yield done.found().equals(key.isEmpty() ? judged : only(judged, key));
            }
        };
    }

    private static Map<String, Seen> only(Map<String, Seen> state, String key) {
        Seen seen = state.get(key);
        return seen == null ? Map.of() : Map.of(key, seen);
    }

    private boolean wrote(long revision, String key, String value, long lease) {
        if (revision < 2 || entry(revision).changes().size() != 1) {
            return false;
        }
        return entry(revision).changes().getFirst() instanceof Change.Put put
                && put.key().toString().equals(key)
                && Operation.text(put.value()).equals(value)
                && put.lease() == lease;
    }

    private boolean deleted(long revision, Set<String> keys) {
        return revision > 1
                && entry(revision).changes().stream().allMatch(Change.Delete.class::isInstance)
                && keysOf(entry(revision)).equals(keys);
    }

    private static Set<String> keysOf(LogEntry entry) {
        return entry.changes().stream().map(change -> change.key().toString()).collect(Collectors.toSet());
    }

    private LogEntry entry(long revision) {
        return entries.get((int) revision - 2);
    }

    private boolean isInTheLog(String value) {
        return entries.stream()
                .flatMap(entry -> entry.changes().stream())
                .anyMatch(change -> change instanceof Change.Put put
                        && Operation.text(put.value()).equals(value));
    }

    private static boolean isPlausible(Request request, Refusal refusal) {
        return switch (refusal) {
            case COMPACTED -> request instanceof Request.Range range && range.revision() > 0;
            case FUTURE_REVISION -> request instanceof Request.Range range && range.revision() > 1;
            case LEASE_NOT_FOUND -> request instanceof Request.RevokeLease || request instanceof Request.Put;
            case UNAVAILABLE, TOO_MANY_REQUESTS -> true;
            default -> false;
        };
    }

    private static Optional<String> valueOf(Request request) {
        return switch (request) {
            case Request.Put put -> Optional.of(put.value());
            case Request.Create create -> Optional.of(create.value());
            case Request.Update update -> Optional.of(update.value());
            case Request.Delete delete -> Optional.empty();
            case Request.RevokeLease revoke -> Optional.empty();
            case Request.Range range -> Optional.empty();
        };
    }

    /**
     * What began after something else had ended comes after it, and sees it; so does what is not linearizable, if the same replica
     * did both.
     */
    void checkRealTime(List<Operation> operations) {
        for (Operation later : operations) {
            if (later.answer() instanceof Done done) {
                for (Operation earlier : operations) {
                    if (earlier.completed() < later.invoked()
                            && (later.isLinearizable() || later.replica().equals(earlier.replica()))
                            && earlier.answer() instanceof Done before
                            && (done.changed()
                                    ? done.revision() <= before.revision()
                                    : done.revision() < before.revision())) {
                        violation(later.isLinearizable() ? "REAL TIME" : "OWN", later + " after " + earlier);
                    }
                }
            }
        }
    }

    /**
     * Every entry above {@code from} is something that a client asked for and was not refused, once, or a lease that expired.
     *
     * @param expiresAt at what time of the datastore each lease could expire
     * @param committedAt at what time of the datastore each revision was committed
     */
    void checkOrigins(List<Operation> operations, long from, Map<Long, Long> expiresAt, Map<Long, Long> committedAt) {
        Map<String, Long> revisionOf = new HashMap<>();
        for (LogEntry entry : entries) {
            for (Change change : entry.changes()) {
                if (change instanceof Change.Put put) {
                    Long other = revisionOf.put(Operation.text(put.value()), entry.revision());
                    if (other != null) {
                        violation("TWICE", Operation.text(put.value()) + " at " + other + " and " + entry.revision());
                    }
                }
            }
            if (entry.revision() > from && !wasAskedFor(operations, entry)) {
                checkExpiry(entry, expiresAt, committedAt);
            }
        }
    }

    private static boolean wasAskedFor(List<Operation> operations, LogEntry entry) {
        Predicate<Operation> mayBeIt = operation -> switch (operation.answer()) {
            case Done done -> done.revision() == entry.revision();
            case Answer.Refused refused -> false;
            case Answer.Unknown unknown -> true;
        };
        return operations.stream().filter(mayBeIt).anyMatch(operation -> switch (operation.request()) {
            case Request.Delete(String key) ->
                keysOf(entry).equals(Set.of(key)) && entry.changes().getFirst() instanceof Change.Delete;
            case Request.RevokeLease revoke -> entry.changes().stream().allMatch(Change.Delete.class::isInstance);
            case Request.Range range -> false;
            case Request.Put put -> isPut(entry, put.value());
            case Request.Create create -> isPut(entry, create.value());
            case Request.Update update -> isPut(entry, update.value());
        });
    }

    private static boolean isPut(LogEntry entry, String value) {
        return entry.changes().size() == 1
                && entry.changes().getFirst() instanceof Change.Put put
                && Operation.text(put.value()).equals(value);
    }

    private void checkExpiry(LogEntry entry, Map<Long, Long> expiresAt, Map<Long, Long> committedAt) {
        Map<String, Seen> before = state(entry.revision() - 1);
        Set<String> keys = keysOf(entry);
        @Nullable Seen first = before.get(keys.iterator().next());
        long lease = first == null ? 0 : first.lease();
        Set<String> onLease = before.entrySet().stream()
                .filter(seen -> seen.getValue().lease() == lease)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        if (lease == 0
                || !onLease.equals(keys)
                || !entry.changes().stream().allMatch(Change.Delete.class::isInstance)) {
            violation("ORIGIN", "nobody asked for " + entry);
        } else if (committedAt.getOrDefault(entry.revision(), 0L) < expiresAt.getOrDefault(lease, Long.MAX_VALUE)) {
            violation("EARLY", "lease " + lease + " expired before its time: " + entry);
        }
    }
}
