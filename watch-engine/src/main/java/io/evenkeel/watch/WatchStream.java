package io.evenkeel.watch;

import io.evenkeel.mvcc.Refusal;

/**
 * The client's side of a {@link WatchSession}: the transport that its messages go out on. Called by one thread at a time,
 * never after {@link #close}.
 */
public interface WatchStream {

    /** Whether the transport takes a message without buffering it beyond its own bound. */
    boolean isReady();

    void send(WatchMessage message);

    /** Ends the stream with an error; the client is expected to open another and resume. */
    void close(Refusal reason);
}
