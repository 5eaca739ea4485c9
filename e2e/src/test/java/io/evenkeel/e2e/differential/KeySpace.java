package io.evenkeel.e2e.differential;

import com.google.protobuf.ByteString;
import java.util.List;

/** The few keys that everything happens to, so that requests collide: shared prefixes, and bytes that are no text. */
final class KeySpace {

    /** A key range as etcd's requests spell it. */
    record KeyRange(ByteString key, ByteString end) {}

    /** As range_end: everything from the key on. As key: the smallest one. */
    static final ByteString ZERO = ByteString.copyFrom(new byte[] {0});

    static final List<ByteString> KEYS = List.of(
            ZERO,
            ByteString.copyFromUtf8("a"),
            bytes('a', 0),
            ByteString.copyFromUtf8("a/1"),
            ByteString.copyFromUtf8("a/2"),
            ByteString.copyFromUtf8("a/2/x"),
            bytes('a', '/', 0xff),
            ByteString.copyFromUtf8("b"),
            bytes('b', 0xc3, 0x28),
            ByteString.copyFromUtf8("c/long-enough-to-be-no-short-key"),
            bytes(0xff),
            bytes(0xff, 0xff));

    private static final List<ByteString> PREFIXES =
            List.of(ByteString.copyFromUtf8("a"), ByteString.copyFromUtf8("a/"), ByteString.copyFromUtf8("b"));

    private KeySpace() {}

    static ByteString key(Dice dice) {
        return dice.pick(KEYS);
    }

    static KeyRange range(Dice dice) {
        ByteString key = key(dice);
        return switch (dice.below(10)) {
            case 0, 1, 2 -> new KeyRange(key, ByteString.EMPTY);
            case 3, 4, 5 -> prefix(dice.pick(PREFIXES));
            case 6 -> new KeyRange(ZERO, ZERO);
            case 7 -> new KeyRange(key, ZERO);
            case 8 -> ordered(key, key(dice));
            default -> new KeyRange(key, key(dice));
        };
    }

    /** True if the range of a watch, whose empty key means the smallest one, contains {@code candidate}. */
    static boolean contains(ByteString rangeKey, ByteString end, ByteString candidate) {
        ByteString key = rangeKey.isEmpty() ? ZERO : rangeKey;
        if (end.isEmpty()) {
            return candidate.equals(key);
        }
        return compare(candidate, key) >= 0 && (end.equals(ZERO) || compare(candidate, end) < 0);
    }

    static int compare(ByteString left, ByteString right) {
        return ByteString.unsignedLexicographicalComparator().compare(left, right);
    }

    private static KeyRange ordered(ByteString one, ByteString other) {
        return compare(one, other) < 0 ? new KeyRange(one, other) : new KeyRange(other, one);
    }

    private static KeyRange prefix(ByteString prefix) {
        byte[] end = prefix.toByteArray();
        end[end.length - 1]++;
        return new KeyRange(prefix, ByteString.copyFrom(end));
    }

    private static ByteString bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return ByteString.copyFrom(bytes);
    }
}
