package io.evenkeel.api;

import io.grpc.Attributes;

/** The connection that a call came on, where the transport says so: among the transport's attributes, under {@link #KEY}. */
@FunctionalInterface
public interface ClientConnection {

    Attributes.Key<ClientConnection> KEY = Attributes.Key.create("evenkeel-client-connection");

    /** Closes it, with all of its calls. Returns at once. */
    void close();
}
