package io.evenkeel.perf.server;

import java.nio.file.Path;

/** One of the servers compared. */
public interface Contender {

    /** As the tables call it. */
    String name();

    /** What exactly is run. */
    String version();

    /** Starts it on fresh data in {@code folder}; returns when it takes connections. */
    RunningServer start(Path folder);
}
