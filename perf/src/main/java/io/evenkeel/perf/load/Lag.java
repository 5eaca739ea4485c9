package io.evenkeel.perf.load;

/**
 * How writes came to all watchers.
 *
 * @param latencies of every event at every watcher, from the sending of the write
 * @param lost events that a watcher did not get
 * @param doubled events that a watcher got again
 * @param outOfOrder events that a watcher got after one of the same or a later revision
 */
public record Lag(Latencies latencies, long lost, long doubled, long outOfOrder) {}
