package io.evenkeel.simulation;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.Value;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One call of a client and what came of it.
 *
 * @param replica the one that was asked
 * @param invoked place in the order of all calls and answers; {@code completed} likewise, later than all while open
 */
record Operation(int client, Replica replica, long invoked, long completed, Request request, Answer answer) {

    /** What was asked for. Values are never repeated, so that each tells whose it is. */
    sealed interface Request {
        record Put(String key, String value, long lease) implements Request {}

        record Delete(String key) implements Request {}

        /** Puts a key if there is none. */
        record Create(String key, String value) implements Request {}

        /** Puts a key if its mod revision is the one given, and else reads it. */
        record Update(String key, String value, long modRevision) implements Request {}

        record RevokeLease(long lease) implements Request {}

        /**
         * @param key the only one asked for, empty for all
         * @param revision 0 for the current one
         */
        record Range(String key, long revision, boolean serializable) implements Request {}
    }

    /** What the client was told. */
    sealed interface Answer {
        /**
         * @param changed whether it made a revision of its own
         * @param found the keys that were read
         */
        record Done(long revision, boolean changed, Map<String, Seen> found) implements Answer {}

        record Refused(Refusal refusal) implements Answer {}

        /** It may have happened, or may still. */
        record Unknown() implements Answer {}
    }

    /** A key as it was read, or as it should be. */
    record Seen(String value, long createRevision, long modRevision, long version, long lease) {}

    /** The text that a client made a value of. */
    static String text(Value value) {
        return new String(value.unsafeBytes(), StandardCharsets.UTF_8);
    }

    boolean isLinearizable() {
        return !(request instanceof Request.Range range && (range.serializable() || range.revision() > 0));
    }
}
