package io.evenkeel.mvcc.write;

import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Value;

/**
 * One condition of a transaction: etcd's {@code Compare}. Over a range it must hold for every key there is. Where there is
 * no key at all, numbers compare as 0 and a {@link Compare.OfValue} does not hold, whatever its result.
 */
public sealed interface Compare {

    KeyRange range();

    Result result();

    /** About how many bytes this condition keeps in memory while it waits. */
    default long sizeBytes() {
        return 48L + range().start().length();
    }

    /** The relation asked for, actual value on the left. */
    enum Result {
        EQUAL,
        GREATER,
        LESS,
        NOT_EQUAL;

        boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case GREATER -> comparison > 0;
                case LESS -> comparison < 0;
                case NOT_EQUAL -> comparison != 0;
            };
        }
    }

    /** Which number of a key is compared. */
    enum Target {
        VERSION,
        CREATE,
        MOD,
        LEASE
    }

    record OfNumber(KeyRange range, Result result, Target target, long operand) implements Compare {}

    record OfValue(KeyRange range, Result result, Value operand) implements Compare {
        @Override
        public long sizeBytes() {
            return 48L + range.start().length() + operand.length();
        }
    }
}
