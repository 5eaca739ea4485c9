package io.evenkeel.mvcc.replica;

/**
 * A loop that owns some state, cut into steps. One thread calls {@link #step} over and over; which thread and how it
 * waits between steps is not the agent's business, so that a test can step several agents in any order it likes.
 */
public interface Agent {

    /** What {@link #step} returns when only {@link #signal} can bring it new work. */
    long IDLE = Long.MAX_VALUE;

    /**
     * Does what there is to do now.
     *
     * @return for how many nanoseconds there is nothing more to do unless {@link #signal} is raised; 0 to be called again
     *     at once
     */
    long step();

    /** Raised when there may be work. */
    Signal signal();
}
