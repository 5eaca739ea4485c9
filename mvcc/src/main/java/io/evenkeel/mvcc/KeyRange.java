package io.evenkeel.mvcc;

import org.jspecify.annotations.Nullable;

/**
 * The keys a request speaks of: one key, {@code [start, end)}, or everything from {@code start} on.
 *
 * @param start the first key
 * @param end the first key no longer in the range; null for everything from {@code start} on
 * @param single true when only {@code start} itself is meant, in which case {@code end} is its successor
 */
public record KeyRange(Key start, @Nullable Key end, boolean single) {

    public static final KeyRange ALL = from(Key.wrap(new byte[0]));

    public static KeyRange single(Key key) {
        return new KeyRange(key, key.successor(), true);
    }

    public static KeyRange from(Key start) {
        return new KeyRange(start, null, false);
    }

    /** {@code [start, end)}; empty when {@code end} is not above {@code start}. */
    public static KeyRange between(Key start, Key end) {
        return new KeyRange(start, end, false);
    }

    /** etcd's encoding: an empty {@code rangeEnd} means one key, a single zero byte means everything from key on. */
    public static KeyRange ofEtcd(Key key, Key rangeEnd) {
        if (rangeEnd.isEmpty()) {
            return single(key);
        }
        if (rangeEnd.length() == 1 && rangeEnd.unsafeBytes()[0] == 0) {
            return from(key);
        }
        return between(key, rangeEnd);
    }

    public boolean contains(Key key) {
        if (single) {
            return start.equals(key);
        }
        return start.compareTo(key) <= 0 && (end == null || key.compareTo(end) < 0);
    }

    /** Whether no key at all can be in this range. */
    public boolean isEmpty() {
        return end != null && start.compareTo(end) >= 0;
    }
}
