package io.evenkeel.mvcc.log;

/**
 * A place in the log that proves its own history: a revision and the id of the batch that appended it. A log that has
 * another batch at that revision is not the log this position was taken from.
 *
 * @param batch the batch id; 0 at {@link #START}, where there is no entry yet
 */
public record LogPosition(long revision, long batch) {

    /** The empty store: revision 1, as in etcd. */
    public static final LogPosition START = new LogPosition(1, 0);
}
