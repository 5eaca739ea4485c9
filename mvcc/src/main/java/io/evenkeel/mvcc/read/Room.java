package io.evenkeel.mvcc.read;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The room in memory for what one call reads: values that it needs to be evaluated, and its answer until the client has it. How
 * much all calls have together is bounded by whoever gives it. A call keeps what it has got until it is over. With it goes word of
 * what the call waits for, room being one thing of several.
 */
public interface Room {

    /** As much as is asked for: for what a process reads for itself. */
    Room UNBOUNDED = new Room() {

        private static final CompletableFuture<@Nullable Void> AT_ONCE = CompletableFuture.completedFuture(null);

        @Override
        public CompletableFuture<@Nullable Void> turn() {
            return AT_ONCE;
        }

        @Override
        public CompletableFuture<@Nullable Void> take(long bytes) {
            return AT_ONCE;
        }
    };

    /** What is not more than this need not be asked for: so small an answer is bounded by the number of calls. */
    int FREE_BYTES = 4096;

    /** Completes when nobody is waiting for room: to be awaited before a search whose result will want some. */
    CompletableFuture<@Nullable Void> turn();

    /** Completes when there is room for so many bytes more; exceptionally when there will be none for this call. */
    CompletableFuture<@Nullable Void> take(long bytes);

    /** To be told what the call waits for. */
    default CallStages stages() {
        return CallStages.UNTOLD;
    }
}
