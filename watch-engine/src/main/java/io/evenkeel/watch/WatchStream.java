package io.evenkeel.watch;

import io.evenkeel.mvcc.Refusal;

/**
 * The client's side of a {@link WatchSession}: the transport that its messages go out on. Called by one thread at a time,
 * which is the transport's own, and never after {@link #close}.
 */
public interface WatchStream {

    /**
     * Runs what calls the other methods, on the transport's thread and soon, so that the messages of many streams are made and
     * written by as many threads as there are, and the hub's has only to say what they are. May be called from any thread;
     * unless it is overridden, that is the transport's.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the transport has ended
     */
    default void execute(Runnable sending) {
        sending.run();
    }

    /** Whether the transport takes a message without buffering it beyond its own bound. */
    boolean isReady();

    void send(WatchMessage message);

    /** Ends the stream with an error; the client is expected to open another and resume. */
    void close(Refusal reason);
}
