package io.evenkeel.api;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.read.CallStages;
import io.evenkeel.mvcc.read.Room;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The memory that answers may take together, from when their values are looked up until their clients have them. Calls that find
 * no room wait for it in the order they came. One that has some already and needs more gets it at once: it could wait for
 * others that wait for what it has.
 */
final class AnswerBudget {

    private static final CompletableFuture<@Nullable Void> GIVEN = CompletableFuture.completedFuture(null);

    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock, like all below and what calls have. */
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private long usedBytes;

    private record Waiting(CallRoom room, long bytes, CompletableFuture<@Nullable Void> given) {}

    AnswerBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * The room of one call, which has to be closed when the call is over.
     *
     * @param stages told what the call waits for
     */
    CallRoom open(CallStages stages) {
        return new CallRoom(stages);
    }

    /** How much is taken. */
    long usedBytes() {
        lock.lock();
        try {
            return usedBytes;
        } finally {
            lock.unlock();
        }
    }

    /** How many calls wait. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private EtcdException tooLarge(long bytes) {
        return new EtcdException(Status.RESOURCE_EXHAUSTED.withDescription("evenkeel: the answer takes " + bytes
                + " bytes, more than the " + maxBytes
                + " of --in-flight-bytes that all answers may take; ask for fewer keys at a time"));
    }

    final class CallRoom implements Room, AutoCloseable {

        private final CallStages stages;
        private long bytes;
        private boolean closed;

        private CallRoom(CallStages stages) {
            this.stages = stages;
        }

        @Override
        public CallStages stages() {
            return stages;
        }

        @Override
        public CompletableFuture<@Nullable Void> turn() {
            return ask(0);
        }

        @Override
        public CompletableFuture<@Nullable Void> take(long more) {
            return ask(more);
        }

        private CompletableFuture<@Nullable Void> ask(long more) {
            lock.lock();
            try {
                if (closed) {
                    return CompletableFuture.failedFuture(Refusal.TIMED_OUT.asException());
                }
                if (more > maxBytes) {
                    return CompletableFuture.failedFuture(tooLarge(more));
                }
                if (bytes > 0 || (waiting.isEmpty() && usedBytes + more <= maxBytes)) {
                    give(this, more);
                    return GIVEN;
                }
                var turn = new Waiting(this, more, new CompletableFuture<>());
                waiting.add(turn);
                return turn.given();
            } finally {
                lock.unlock();
            }
        }

        /** Gives back what the call has, and ends its waiting. */
        @Override
        public void close() {
            List<Waiting> served;
            List<Waiting> ended = List.of();
            lock.lock();
            try {
                if (closed) {
                    return;
                }
                closed = true;
                usedBytes -= bytes;
                boolean waits = !waiting.isEmpty();
                if (waits) {
                    ended = waiting.stream().filter(turn -> turn.room() == this).toList();
                    waiting.removeAll(ended);
                }
                served = waits ? serve() : List.of();
            } finally {
                lock.unlock();
            }
            ended.forEach(turn -> turn.given().completeExceptionally(Refusal.TIMED_OUT.asException()));
            served.forEach(turn -> turn.given().complete(null));
        }
    }

    private void give(CallRoom room, long bytes) {
        usedBytes += bytes;
        room.bytes += bytes;
    }

    private List<Waiting> serve() {
        var served = new ArrayList<Waiting>();
        for (Waiting next = waiting.peek();
                next != null && usedBytes + next.bytes() <= maxBytes;
                next = waiting.peek()) {
            give(next.room(), next.bytes());
            served.add(waiting.remove());
        }
        return served;
    }
}
