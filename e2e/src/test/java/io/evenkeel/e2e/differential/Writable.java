package io.evenkeel.e2e.differential;

import com.google.protobuf.ByteString;
import io.evenkeel.e2e.differential.KeySpace.KeyRange;
import java.util.ArrayList;
import java.util.List;

/** The keys that a transaction under construction may still write. */
sealed interface Writable {

    boolean hasKey();

    ByteString takeKey();

    KeyRange takeRange();

    /** False if a key may be deleted before it is put, unseen by the check for overlaps. */
    boolean keepsKeys();

    /**
     * Any key at any time: the server has to find out what overlaps. It does not find a delete with range_end "\0", and
     * etcd dies of one that is followed by a put which ignores the value or the lease of a key now gone.
     */
    record Any(Dice dice) implements Writable {
        @Override
        public boolean keepsKeys() {
            return false;
        }

        @Override
        public boolean hasKey() {
            return true;
        }

        @Override
        public ByteString takeKey() {
            return KeySpace.key(dice);
        }

        @Override
        public KeyRange takeRange() {
            return KeySpace.range(dice);
        }
    }

    /** Each key once. */
    final class Once implements Writable {

        private final Dice dice;
        private final List<ByteString> left = new ArrayList<>(KeySpace.KEYS);

        Once(Dice dice) {
            this.dice = dice;
        }

        @Override
        public boolean keepsKeys() {
            return true;
        }

        @Override
        public boolean hasKey() {
            return !left.isEmpty();
        }

        @Override
        public ByteString takeKey() {
            return left.remove(dice.below(left.size()));
        }

        /** A single key, or a range from a key to its next neighbour, neither of which was written. */
        @Override
        public KeyRange takeRange() {
            int at = dice.below(left.size());
            ByteString key = left.remove(at);
            int next = KeySpace.KEYS.indexOf(key) + 1;
            boolean last = next == KeySpace.KEYS.size();
            return new KeyRange(key, last || dice.percent(50) ? ByteString.EMPTY : KeySpace.KEYS.get(next));
        }
    }
}
