package io.evenkeel.mvcc.alarm;

/**
 * Something that is wrong with a store, raised by one of its members.
 *
 * @param memberId who raised it
 */
public record Alarm(long memberId, Kind kind) {

    /** What is wrong, and with it what all members refuse while it is. */
    public enum Kind {
        /** The quota is used up: nothing is taken that needs more room. */
        NO_SPACE,
        /** A member's state is not what the log says: nothing is changed any more. */
        CORRUPT
    }
}
