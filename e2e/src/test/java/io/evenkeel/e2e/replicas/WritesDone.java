package io.evenkeel.e2e.replicas;

import com.google.protobuf.Message;
import io.evenkeel.api.proto.PutResponse;
import io.evenkeel.e2e.history.History;
import io.evenkeel.e2e.history.Operation;
import io.evenkeel.e2e.history.Operation.Ending;
import java.time.Duration;
import java.util.List;
import java.util.function.IntPredicate;

/** How servers got on with writes. */
final class WritesDone {

    private WritesDone() {}

    /** The longest time between {@code from} and {@code until} in which none of these servers acknowledged a put. */
    static Duration longestGap(History history, IntPredicate servers, long from, long until) {
        List<Long> acknowledged = history.operations().stream()
                .filter(operation -> servers.test(operation.server()) && isWrite(operation))
                .map(Operation::endedNanos)
                .filter(nanos -> nanos > from && nanos < until)
                .sorted()
                .toList();
        long longest = 0;
        long last = from;
        for (long nanos : acknowledged) {
            longest = Math.max(longest, nanos - last);
            last = nanos;
        }
        return Duration.ofMillis(
                Duration.ofNanos(Math.max(longest, until - last)).toMillis());
    }

    /** How many puts this server has acknowledged. */
    static long writes(History history, int server) {
        return history.operations().stream()
                .filter(operation -> operation.server() == server && isWrite(operation))
                .count();
    }

    private static boolean isWrite(Operation operation) {
        return operation.ending() instanceof Ending.Answered(Message response) && response instanceof PutResponse;
    }
}
