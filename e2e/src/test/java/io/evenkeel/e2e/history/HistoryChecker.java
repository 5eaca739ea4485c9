package io.evenkeel.e2e.history;

import com.google.protobuf.Message;
import io.evenkeel.api.proto.HashKVResponse;
import io.evenkeel.watch.validate.RecordedWatch;
import io.evenkeel.watch.validate.ReplayedLog;
import io.evenkeel.watch.validate.WatchValidator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Looks for every {@link Violation} in a history. */
public final class HistoryChecker {

    private HistoryChecker() {}

    public static List<Violation> violations(History history) {
        List<Violation> found = new ArrayList<>();
        var known = new Known(history);
        var replay = new Replay(history, known, found::add);
        replay.run();
        RealTimeOrder.check(history, known, replay.owners(), found::add);
        var compactions = new Compactions(history, known, found::add);
        compactions.check(history);
        new Leases(history, found::add).check(replay.leaseEnds());
        checkWatches(history, compactions.highest(), found::add);
        checkReplicas(history, found::add);
        checkService(history, found::add);
        return found;
    }

    private static void checkWatches(History history, long compacted, Consumer<Violation> violations) {
        var log = new ReplayedLog(history.log().asLogEntries(), compacted);
        for (RecordedWatch watch : history.watches()) {
            for (String text : WatchValidator.allViolations(watch, log)) {
                violations.accept(new Violation(Violation.Property.WATCH, text));
            }
        }
    }

    private static void checkReplicas(History history, Consumer<Violation> violations) {
        record State(long revision, long compacted) {}
        Map<State, Operation> first = new HashMap<>();
        for (Operation operation : history.operations()) {
            if (operation.ending() instanceof Operation.Ending.Answered(HashKVResponse hash)) {
                var state = new State(hash.getHashRevision(), hash.getCompactRevision());
                Operation other = first.putIfAbsent(state, operation);
                if (other != null && ((HashKVResponse) other.response()).getHash() != hash.getHash()) {
                    violations.accept(new Violation(Violation.Property.REPLICAS, operation + " but " + other));
                }
            }
        }
    }

    private static void checkService(History history, Consumer<Violation> violations) {
        long clusterId = 0;
        for (Operation operation : history.operations()) {
            long id = operation.header().getClusterId();
            if (id != 0 && clusterId != 0 && id != clusterId) {
                violations.accept(new Violation(Violation.Property.SERVICE, "another cluster id: " + operation));
            }
            clusterId = id == 0 ? clusterId : id;
            if (operation.ending() instanceof Operation.Ending.Open(String reason) && reason.contains("evenkeel:")) {
                violations.accept(new Violation(Violation.Property.SERVICE, operation.toString()));
            }
            if (operation.ending() instanceof Operation.Ending.Answered(Message _) && operation.revision() < 0) {
                violations.accept(new Violation(Violation.Property.SERVICE, operation.toString()));
            }
        }
    }
}
