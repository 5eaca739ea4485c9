package io.evenkeel.api.peer;

import java.util.concurrent.Executor;

/** The connections between this server and the others of its store. */
public interface Peers {

    /**
     * Connects to another server, at a client URL that it advertises.
     *
     * @throws IllegalArgumentException when {@code url} is no address that can be connected to
     */
    PeerChannel open(String url);

    /** The one thread that writes to the connection of the call that is being made here, on which this is to be called. */
    Executor callThread();
}
