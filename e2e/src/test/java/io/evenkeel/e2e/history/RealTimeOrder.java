package io.evenkeel.e2e.history;

import io.evenkeel.api.proto.CompactionRequest;
import io.evenkeel.api.proto.LeaseRevokeRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.WatchProgressRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** {@link Violation.Property#ORDER} and {@link Violation.Property#HEADER}. */
final class RealTimeOrder {

    private record Place(String client, long memberId) {}

    private RealTimeOrder() {}

    static void check(History history, Known known, Map<Long, Operation> owners, Consumer<Violation> violations) {
        owners.forEach((revision, owner) -> {
            long before = known.before(owner.invokedNanos());
            if (revision <= before) {
                violations.accept(new Violation(
                        Violation.Property.ORDER,
                        "made revision " + revision + " although " + before + " was known before it began: " + owner));
            }
        });
        Map<Place, Long> last = new HashMap<>();
        for (Operation operation : history.operations()) {
            long revision = operation.revision();
            if (revision == 0) {
                continue;
            }
            long before = known.before(operation.invokedNanos());
            if (isLinearizable(operation) && revision < before) {
                violations.accept(new Violation(
                        Violation.Property.ORDER,
                        "of revision " + revision + " although " + before + " was known before it began: "
                                + operation));
            }
            long earlier =
                    last.merge(new Place(operation.client(), operation.header().getMemberId()), revision, Math::max);
            if (revision < earlier) {
                violations.accept(new Violation(
                        Violation.Property.HEADER, "after revision " + earlier + " comes that of " + operation));
            }
        }
    }

    private static boolean isLinearizable(Operation operation) {
        return switch (operation.request()) {
            case RangeRequest range -> !range.getSerializable();
            case CompactionRequest _, WatchProgressRequest _ -> true;
            case LeaseRevokeRequest _ -> false;
            default -> Replay.isMutation(operation.request());
        };
    }
}
