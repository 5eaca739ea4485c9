package io.evenkeel.perf.load;

import io.evenkeel.api.proto.KVGrpc;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Writes sent at fixed times, whether those before are answered or not, through one connection after the other. The value
 * of each begins with its number.
 */
final class NumberedWrites {

    private final KeySpace keys;
    private final List<Connection> connections;
    private final long periodNanos;
    private final Consumer<Throwable> onFailure;
    private final AtomicLongArray sentNanos;

    /** @param count how many there will be */
    NumberedWrites(
            KeySpace keys, List<Connection> connections, int count, long periodNanos, Consumer<Throwable> onFailure) {
        this.keys = keys;
        this.connections = connections;
        this.periodNanos = periodNanos;
        this.onFailure = onFailure;
        this.sentNanos = new AtomicLongArray(count);
    }

    int count() {
        return sentNanos.length();
    }

    long sentNanos(int number) {
        return sentNanos.get(number);
    }

    /** Sends them all; returns when the last one is sent. */
    void send() {
        long start = System.nanoTime();
        for (int number = 0; number < count(); number++) {
            parkUntil(start + number * periodNanos);
            send(number);
        }
    }

    private static void parkUntil(long dueNanos) {
        for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void send(int number) {
        // One pod after the other: the write before to the same one is long answered.
        int pod = number % keys.pods();
        var update =
                Txns.update(keys.pod(pod), keys.revision(pod), keys.values().stamped(number));
        sentNanos.set(number, System.nanoTime());
        UnaryCall.send(
                connections.get(number % connections.size()).channel(),
                KVGrpc.getTxnMethod(),
                update,
                response -> keys.putAt(pod, Txns.revision(response)),
                onFailure);
    }
}
