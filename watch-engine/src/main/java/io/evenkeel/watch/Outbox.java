package io.evenkeel.watch;

import io.evenkeel.mvcc.Refusal;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one stream is still to send, in order, and bounded. The hub offers; the transport's thread sends, right after that and
 * when the transport can take more. A counter of work in progress has it sent for once at a time, and never loses a call.
 *
 * <p>Two bounds. Events, progress and the ends of watches are offered only while {@link #hasRoom}; what finds no room
 * stays a revision in its watcher. Answers to requests are always taken, as each was {@link #admit}ted: a client that asks
 * on and on without taking answers has its stream closed.
 *
 * <p>What all streams together wait with is bounded, too. Beyond that a stream is offered a message only once it has taken
 * the one before, so that streams which take nothing cannot starve those that do.
 */
final class Outbox {

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private final WatchStream stream;
    private final WatchSettings settings;
    private final OutboxBytes total;
    private final Queue<WatchMessage> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger workInProgress = new AtomicInteger();
    private final AtomicBoolean signalWanted = new AtomicBoolean();
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    private final Runnable emptied;
    private final Runnable broken;
    private final LongConsumer sent;
    private final Runnable sending = this::sendUntilDone;

    /** Whether the stream took all it was sent, when it was last looked at. */
    private volatile boolean takesMore = true;

    /** Sent, and not known to be taken. Only for the thread that sends, like all below. */
    private long inTransitBytes;

    private boolean ended;

    /** When the entries were applied for which the thread was called, if for such. Written by whoever calls it. */
    private OptionalLong calledFor = OptionalLong.empty();

    /** Why nothing is sent any more; without a reason when the client is gone. */
    private record Ending(@Nullable Refusal reason) {}

    /**
     * @param total is told of what waits here
     * @param emptied called after {@link #signalWhenEmpty} by whoever sent the last message
     * @param broken called when the stream failed
     * @param sent called by the stream's thread when it has sent what it was called for, if it was for live events
     */
    Outbox(
            WatchStream stream,
            WatchSettings settings,
            OutboxBytes total,
            Runnable emptied,
            Runnable broken,
            LongConsumer sent) {
        this.stream = stream;
        this.settings = settings;
        this.total = total;
        this.emptied = emptied;
        this.broken = broken;
        this.sent = sent;
    }

    /** Counts a request in; false, and the end of the stream, when the client has too many unanswered. */
    boolean admit() {
        if (ending.get() != null) {
            return false;
        }
        if (unanswered.incrementAndGet() <= settings.unansweredRequests()) {
            return true;
        }
        log.info("Closing a watch stream with more than {} unanswered requests", settings.unansweredRequests());
        end(Refusal.TOO_MANY_REQUESTS);
        broken.run();
        return false;
    }

    /** Counts out a request that gets no answer. */
    void answeredBySilence() {
        unanswered.decrementAndGet();
    }

    /** Whether an event, progress or the end of a watch may be offered. */
    boolean hasRoom() {
        return queued.get() < settings.outbox().count()
                && queuedBytes.get() < settings.outbox().bytes()
                && (isEmpty() ? mayBegin() : !total.isFull());
    }

    /** Whether a first message may wait here: even when all streams together have no room, if it will not wait long. */
    private boolean mayBegin() {
        return takesMore || !total.isFull();
    }

    boolean isEmpty() {
        return queued.get() == 0;
    }

    /**
     * Puts a message at the end of the order. For the hub alone.
     *
     * @param appliedNanos when its entries were applied, for live events
     */
    void offer(WatchMessage message, OptionalLong appliedNanos) {
        long bytes = sizeBytes(message);
        queued.incrementAndGet();
        queuedBytes.addAndGet(bytes);
        total.add(bytes);
        queue.add(message);
        drain(appliedNanos);
    }

    /** Asks for one call of {@code emptied} as soon as nothing is queued and there is room, which may be now. For the hub alone. */
    void signalWhenEmpty() {
        signalWanted.set(true);
        signalIfEmpty();
    }

    /** Has sent what the stream takes, by the transport's thread. */
    void drain() {
        drain(OptionalLong.empty());
    }

    private void drain(OptionalLong appliedNanos) {
        if (workInProgress.getAndIncrement() != 0) {
            return;
        }
        calledFor = appliedNanos;
        try {
            stream.execute(sending);
        } catch (RejectedExecutionException e) {
            log.debug("The transport of a watch stream has ended", e);
            ending.compareAndSet(null, new Ending(null));
            broken.run();
        }
    }

    private void sendUntilDone() {
        OptionalLong appliedNanos = calledFor;
        int seen = 1;
        do {
            try {
                sendWhileReady();
            } catch (RuntimeException e) {
                log.debug("A watch stream failed, taking its client for gone", e);
                ending.compareAndSet(null, new Ending(null));
                ended = true;
                dropAll();
                broken.run();
            }
            appliedNanos.ifPresent(sent);
            appliedNanos = OptionalLong.empty();
            seen = workInProgress.addAndGet(-seen);
        } while (seen != 0);
    }

    /** Ends the stream, telling the client why, without sending what is queued. */
    void end(Refusal reason) {
        ending.compareAndSet(null, new Ending(reason));
        drain();
    }

    /** The client is gone: nothing is sent any more. */
    void abandon() {
        ending.compareAndSet(null, new Ending(null));
        drain();
    }

    private void sendWhileReady() {
        boolean ready = ending.get() == null && stream.isReady();
        while (ready) {
            total.remove(inTransitBytes);
            inTransitBytes = 0;
            WatchMessage message = queue.poll();
            if (message == null) {
                break;
            }
            send(message);
            ready = ending.get() == null && stream.isReady();
        }
        takesMore = ready;
        Ending end = ending.get();
        if (end == null) {
            signalIfEmpty();
        } else {
            endOnce(end);
        }
    }

    private void send(WatchMessage message) {
        long bytes = sizeBytes(message);
        queuedBytes.addAndGet(-bytes);
        inTransitBytes += bytes;
        stream.send(message);
        queued.decrementAndGet();
        if (isAnswer(message)) {
            unanswered.decrementAndGet();
        }
    }

    private void endOnce(Ending end) {
        dropAll();
        if (!ended) {
            ended = true;
            if (end.reason() != null) {
                stream.close(end.reason());
            }
        }
    }

    private void dropAll() {
        for (WatchMessage dropped = queue.poll(); dropped != null; dropped = queue.poll()) {
            total.remove(sizeBytes(dropped));
        }
        total.remove(inTransitBytes);
        inTransitBytes = 0;
    }

    private void signalIfEmpty() {
        if (signalWanted.get() && isEmpty() && mayBegin() && signalWanted.compareAndSet(true, false)) {
            emptied.run();
        }
    }

    private static long sizeBytes(WatchMessage message) {
        return message instanceof WatchMessage.Events events ? EventSize.of(events.events()) : 0;
    }

    private static boolean isAnswer(WatchMessage message) {
        return switch (message) {
            case WatchMessage.Created _, WatchMessage.Refused _, WatchMessage.Cancelled _ -> true;
            case WatchMessage.Events _, WatchMessage.Progress _, WatchMessage.Compacted _ -> false;
        };
    }
}
