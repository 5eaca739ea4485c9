package io.evenkeel.e2e.history;

/** Something in a history that no linearizable store can have shown. */
public record Violation(Property property, String text) {

    /** What holds of every history. */
    public enum Property {
        /** Revisions follow each other without a hole. */
        DENSE,
        /** What was answered is what a replay of the log up to that revision answers. */
        ANSWER,
        /**
         * A revision is one call's or one lease's end; what was done makes one revision, what was refused none, and what
         * is unknown one at most.
         */
        ONCE,
        /** A revision is higher than all that was known before its call began; a linearizable answer is not older. */
        ORDER,
        /** The revision in the headers of one server never goes back for one client. */
        HEADER,
        /** What was compacted is refused, nothing else is. */
        COMPACTION,
        /** A lease ends when it was not renewed for its TTL, never before, and nothing hangs on it later. */
        LEASE,
        /** What etcd promises of watches. */
        WATCH,
        /** All servers have the same hash of the same revision. */
        REPLICAS,
        /** All answers are of one store, and none tells of a fault in the server. */
        SERVICE
    }

    public Violation {
        text = Texts.shortened(text);
    }

    @Override
    public String toString() {
        return property + ": " + text;
    }
}
