package io.evenkeel.api;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of keys given as intervals. Intervals that touch are kept as one, so that a request full of them costs no more
 * than sorting them.
 *
 * <p>A range without an end is left out: etcd builds the interval {@code [key, "\0")} of it, in which there is no key.
 */
final class KeyIntervals {

    /** Start to end, exclusive; no two overlap or touch. */
    private final TreeMap<Key, Key> ends = new TreeMap<>();

    void add(KeyRange range) {
        Key end = range.end();
        if (end != null && !range.isEmpty()) {
            add(range.start(), end);
        }
    }

    void addAll(KeyIntervals other) {
        other.ends.forEach(this::add);
    }

    boolean contains(Key key) {
        Map.Entry<Key, Key> below = ends.floorEntry(key);
        return below != null && key.compareTo(below.getValue()) < 0;
    }

    private void add(Key start, Key end) {
        Map.Entry<Key, Key> below = ends.floorEntry(start);
        Key from = below != null && below.getValue().compareTo(start) >= 0 ? below.getKey() : start;
        Key to = end;
        Map<Key, Key> swallowed = ends.subMap(from, true, end, true);
        for (Key swallowedEnd : swallowed.values()) {
            to = swallowedEnd.compareTo(to) > 0 ? swallowedEnd : to;
        }
        swallowed.clear();
        ends.put(from, to);
    }
}
