package io.evenkeel.perf.server;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Carries what one socket says to another, some time later. Two threads, so that what follows does not wait until what is
 * on its way has arrived: a distance costs time, not throughput.
 */
final class DelayedPipe {

    private static final int CHUNK_BYTES = 64 << 10;
    private static final int MOST_CHUNKS = 1024;

    /** Bytes on their way; none of them is the end. */
    private record Chunk(ByteString bytes, long dueNanos) {}

    private final Socket from;
    private final Socket to;
    private final long delayNanos;
    private final BlockingQueue<Chunk> onTheWay = new ArrayBlockingQueue<>(MOST_CHUNKS);

    private DelayedPipe(Socket from, Socket to, long delayNanos) {
        this.from = from;
        this.to = to;
        this.delayNanos = delayNanos;
    }

    static void start(Socket from, Socket to, long delayNanos) {
        var pipe = new DelayedPipe(from, to, delayNanos);
        Thread.ofPlatform().daemon().name("far-in").start(pipe::receive);
        Thread.ofPlatform().daemon().name("far-out").start(pipe::deliver);
    }

    private void receive() {
        var buffer = new byte[CHUNK_BYTES];
        try {
            int length;
            do {
                length = read(buffer);
                onTheWay.put(
                        new Chunk(ByteString.copyFrom(buffer, 0, Math.max(length, 0)), System.nanoTime() + delayNanos));
            } while (length > 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int read(byte[] buffer) {
        try {
            return from.getInputStream().read(buffer);
        } catch (IOException e) {
            return -1;
        }
    }

    private void deliver() {
        try (to) {
            for (Chunk next = onTheWay.take(); !next.bytes.isEmpty(); next = onTheWay.take()) {
                for (long left = next.dueNanos - System.nanoTime();
                        left > 0;
                        left = next.dueNanos - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                next.bytes.writeTo(to.getOutputStream());
            }
        } catch (IOException e) {
            // the other side has gone, and with it what was on the way
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
