package io.evenkeel.watch;

import io.evenkeel.mvcc.Refusal;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/**
 * One client stream. What the client asks is handed to the hub, in order; what the stream is told comes out of one ordered,
 * bounded outbox. All public methods may be called from any thread; requests keep the order in which one thread made them.
 */
public final class WatchSession {

    private final Inbox inbox;
    private final Outbox outbox;
    private final SessionWatches watches;
    private final HubState hub;

    /** One request for progress at a time waits in the inbox: what the hub does for it, it does for all before. */
    private final AtomicBoolean progressAsked = new AtomicBoolean();

    /** @param sent told, on the thread of the stream, when the entries were applied whose events it has just been sent */
    WatchSession(
            WatchStream stream,
            Inbox inbox,
            HubState hub,
            OutboxBytes total,
            WatchSettings settings,
            LongConsumer sent) {
        this.hub = hub;
        this.inbox = inbox;
        this.watches = new SessionWatches(settings.watchesPerStream());
        this.outbox = new Outbox(
                stream,
                settings,
                total,
                () -> inbox.put(new HubMessage.Drained(this)),
                () -> inbox.put(new HubMessage.Closed(this)),
                sent);
    }

    /** Asks for a watch, to be answered by {@link WatchMessage.Created} or {@link WatchMessage.Refused}. */
    public void create(WatchRequest request) {
        if (outbox.admit()) {
            inbox.put(new HubMessage.Create(this, request));
        }
    }

    /** Cancels a watch, to be answered by {@link WatchMessage.Cancelled}; not at all when there is no such watch. */
    public void cancel(long watchId) {
        if (outbox.admit()) {
            inbox.put(new HubMessage.Cancel(this, watchId));
        }
    }

    /**
     * Asks for {@link WatchMessage.Progress} of the whole stream, to be sent once everything acknowledged before this call
     * has been. Never, if the stream has no watch.
     */
    public void requestProgress() {
        if (progressAsked.compareAndSet(false, true)) {
            inbox.put(new HubMessage.AskProgress(this));
        }
    }

    /** The transport takes messages again: has it sent what is queued. */
    public void drain() {
        outbox.drain();
    }

    /** The client is gone: its watches end, nothing more is sent. */
    public void close() {
        outbox.abandon();
        inbox.put(new HubMessage.Closed(this));
    }

    void end(Refusal reason) {
        outbox.end(reason);
    }

    /** The hub is about to see to the request for progress: a further one is a new one. */
    void takeProgressAsked() {
        progressAsked.set(false);
    }

    Outbox outbox() {
        return outbox;
    }

    /** What the hub alone reads and changes. */
    SessionWatches watches() {
        return watches;
    }

    /** Puts a message into the outbox. For the hub alone. */
    void offer(WatchMessage message) {
        hub.count(message);
        watches.offeredAt(hub.nowNanos());
        outbox.offer(message, hub.tellingSince());
    }
}
