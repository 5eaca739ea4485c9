package io.evenkeel.watch;

import java.util.List;

/** Everything a watch stream may send. The order in which a stream sends them is part of what they mean. */
public sealed interface WatchMessage {

    /** The watch that this message is for; -1 where it is for none or for all of the stream. */
    long watchId();

    /** The watch exists; comes before anything else for its id. {@code revision} is the store's current one. */
    record Created(long watchId, long revision) implements WatchMessage {}

    /** The watch was refused: created and canceled in one, under the id -1, with etcd's reason. */
    record Refused(String reason, long revision) implements WatchMessage {
        @Override
        public long watchId() {
            return -1;
        }
    }

    /**
     * Events of one watch, whole revisions in order.
     *
     * @param revision for the header: the events' own revision for a watch that keeps up, the store's current one for one
     *     that is catching up
     * @param fragment whether the transport may split them over several responses when they are large
     */
    record Events(long watchId, long revision, List<WatchEvent> events, boolean fragment) implements WatchMessage {
        public Events {
            events = List.copyOf(events);
        }
    }

    /** Everything up to {@code revision} has been sent: on the watch {@code watchId}, or, as -1, on all of the stream. */
    record Progress(long watchId, long revision) implements WatchMessage {}

    /** The client canceled the watch. */
    record Cancelled(long watchId, long revision) implements WatchMessage {}

    /** What the watch still has to tell has been compacted; it ends. */
    record Compacted(long watchId, long compactRevision) implements WatchMessage {}
}
