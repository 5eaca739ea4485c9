package io.evenkeel.api;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers that were sent and that their clients are still taking. What they take of memory others wait for, so that a client which
 * takes nothing, or next to nothing, has its connection closed.
 */
final class UntakenAnswers {

    private static final Logger logger = LoggerFactory.getLogger(UntakenAnswers.class);

    /** What is smaller is no matter. */
    static final int LARGE_BYTES = 64 << 10;

    private static final long BASE_NANOS = Duration.ofSeconds(20).toNanos();
    private static final long LEAST_BYTES_PER_SECOND = 512 << 10;

    private final Set<Untaken> all = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanoTime;

    /** Equal to itself only. */
    static final class Untaken {
        private final ClientConnection connection;
        private final long untilNanos;

        private Untaken(ClientConnection connection, long untilNanos) {
            this.connection = connection;
            this.untilNanos = untilNanos;
        }
    }

    UntakenAnswers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** An answer of so many bytes is on its way. */
    Untaken sent(ClientConnection connection, long bytes) {
        long nanos = BASE_NANOS
                + bytes / LEAST_BYTES_PER_SECOND * Duration.ofSeconds(1).toNanos();
        var answer = new Untaken(connection, nanoTime.getAsLong() + nanos);
        all.add(answer);
        return answer;
    }

    /** It was taken, or its call is over. */
    void taken(Untaken answer) {
        all.remove(answer);
    }

    /** Closes the connections of clients that have had time enough. */
    void sweep() {
        long now = nanoTime.getAsLong();
        all.removeIf(answer -> now - answer.untilNanos >= 0 && giveUp(answer));
    }

    private static boolean giveUp(Untaken answer) {
        logger.info("Closing the connection of a client that does not take its answer");
        answer.connection.close();
        return true;
    }
}
