package io.evenkeel.watch;

import io.evenkeel.mvcc.Refusal;

/**
 * The client's side of a {@link WatchSession}: the transport that its messages go out on. Called by one thread at a time,
 * which is the transport's own, and never after {@link #close}.
 */
public interface WatchStream {

    /**
     * Runs what calls the other methods, soon and on the transport's thread: the messages of many streams are encoded and written
     * by as many threads as there are transports, and the hub only says what they are. May be called from any thread.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the transport has ended
     */
    void execute(Runnable sending);

    /** Whether the transport takes a message without buffering it beyond its own bound. */
    boolean isReady();

    void send(WatchMessage message);

    /** Ends the stream with an error; the client is expected to open another and resume. */
    void close(Refusal reason);
}
