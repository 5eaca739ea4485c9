package io.evenkeel.e2e.tools;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What may pass through a {@link TcpProxy}, and when. */
public final class PassageRules {

    /** Where, in the passage of a piece from the client to the server and of the answer back, a connection is cut. */
    public enum Cut {
        /** The piece never reaches the server. */
        BEFORE_REQUEST,
        /** The server gets one half of the piece, the other half never. */
        WITHIN_REQUEST,
        /** The server gets the piece; whether it has time to do anything is open. */
        AFTER_REQUEST,
        /** The server has answered; the answer never reaches the client. */
        BEFORE_ANSWER
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private final AtomicReference<@Nullable Cut> cut = new AtomicReference<>();
    private final AtomicInteger skip = new AtomicInteger();
    private final AtomicInteger stallBytes = new AtomicInteger(Integer.MAX_VALUE);
    private boolean blocked;
    private volatile long delayNanos;

    /** Each piece comes so much later, in each direction. */
    public void delay(Duration eachWay) {
        delayNanos = eachWay.toNanos();
    }

    long delayNanos() {
        return delayNanos;
    }

    /** Lets nothing pass, though connections stay up; what comes meanwhile passes after {@link #open}. */
    public void block() {
        lock.lock();
        try {
            blocked = true;
        } finally {
            lock.unlock();
        }
    }

    public void open() {
        lock.lock();
        try {
            blocked = false;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void awaitOpen() throws InterruptedException {
        lock.lock();
        try {
            while (blocked) {
                opened.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Cuts one connection, whichever it is on that the piece comes from a client that follows {@code pieces} others. */
    public void cutAfter(int pieces, Cut where) {
        skip.set(pieces);
        cut.set(where);
    }

    /** Lets only the first half pass of the next piece from a client that is this long, and of its connection nothing more. */
    public void stallWithin(int leastBytes) {
        stallBytes.set(leastBytes);
    }

    /** Whether the stall last asked for is still to come. */
    public boolean stallDue() {
        return stallBytes.get() != Integer.MAX_VALUE;
    }

    boolean takeStall(int bytes) {
        int least = stallBytes.get();
        return bytes >= least && stallBytes.compareAndSet(least, Integer.MAX_VALUE);
    }

    /** Whether the cut last asked for is still to come. */
    public boolean cutDue() {
        return cut.get() != null;
    }

    /** What is to become of the piece that has just come from a client; null if nothing. */
    @Nullable
    Cut takeCut() {
        return cut.get() == null || skip.getAndDecrement() > 0 ? null : cut.getAndSet(null);
    }
}
