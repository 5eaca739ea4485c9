package io.evenkeel.perf.server;

import java.nio.file.Path;

/** One of what is compared: a server, or a set of servers that hold the same keys. */
public interface Contender {

    /** As the tables call it. */
    String name();

    /** What exactly is run. */
    String version();

    /** Starts it on fresh data in {@code folder}; returns when all take connections. */
    ServerSet start(Path folder);
}
