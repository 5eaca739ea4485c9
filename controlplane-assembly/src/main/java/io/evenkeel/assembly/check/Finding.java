package io.evenkeel.assembly.check;

import java.util.Locale;

/**
 * Something about a store that cannot be.
 *
 * @param text names the revision or the key, never a value
 */
public record Finding(Kind kind, String text) {

    /** What kind of thing is wrong. */
    public enum Kind {
        /** A revision that should be there is not, or not all of it. */
        MISSING,
        /** A row that should have been deleted with compacted history is still there. */
        LEFTOVER,
        /** A row whose columns contradict each other. */
        ROW,
        /** A row that does not continue the version of its key before it. */
        CHAIN,
        /** A row that names another version as replaced than it has replaced. */
        REPLACED,
        /** A revision whose rows were brought by several batches, or by none. */
        BATCH,
        /** A key on a lease that does not exist, or a lease that cannot be. */
        LEASE,
        /** Compacted and purged revision, head and cluster id do not go together. */
        MARKS
    }

    /** One line, as it is printed. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ": " + text;
    }
}
