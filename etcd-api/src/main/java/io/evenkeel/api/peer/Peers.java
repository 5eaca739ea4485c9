package io.evenkeel.api.peer;

/** The connections between this server and the others of its store. */
public interface Peers {

    /**
     * Connects to another server, at a client URL that it advertises.
     *
     * @throws IllegalArgumentException when {@code url} is no address that can be connected to
     */
    PeerChannel open(String url);
}
