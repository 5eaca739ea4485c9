package io.evenkeel.e2e.tools;

/** A running server that speaks etcd's API without TLS on one loopback port. */
public interface ServerUnderTest extends AutoCloseable {

    int port();

    default String host() {
        return "127.0.0.1";
    }

    default String url() {
        return "http://" + host() + ":" + port();
    }

    /** Stops it. What it stored is of no further use. */
    @Override
    void close();
}
