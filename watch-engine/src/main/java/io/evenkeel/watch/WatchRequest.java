package io.evenkeel.watch;

import io.evenkeel.mvcc.KeyRange;
import java.util.Set;

/**
 * A watch to be created: etcd's {@code WatchCreateRequest}.
 *
 * @param startRevision the first revision wanted; 0 for whatever comes after the current one; below 0 is refused
 * @param watchId the id the client chose, 0 for the lowest that is free
 * @param previousValues whether events carry the key-value they replaced
 * @param progressNotify whether progress may be sent unasked
 * @param fragment whether one revision may be split over several responses
 */
public record WatchRequest(
        KeyRange range,
        long startRevision,
        long watchId,
        Set<Filter> filters,
        boolean previousValues,
        boolean progressNotify,
        boolean fragment) {

    public WatchRequest {
        filters = Set.copyOf(filters);
    }

    /** Kinds of event a watch leaves out. */
    public enum Filter {
        NO_PUT,
        NO_DELETE
    }
}
