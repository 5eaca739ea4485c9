package io.evenkeel.mvcc.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Key;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProgressWishesTest {

    private final ProgressWishes wishes = new ProgressWishes(2);

    @Test
    void areTakenOnce() {
        assertThat(wishes.add(Key.of("a"), 7)).isTrue();

        assertThat(wishes.take()).containsExactly(Map.entry(Key.of("a"), 7L));
        assertThat(wishes.take()).isEmpty();
    }

    @Test
    void ofOneKeyAreOneForTheHighestRevision() {
        wishes.add(Key.of("a"), 7);
        wishes.add(Key.of("a"), 9);
        wishes.add(Key.of("a"), 8);

        assertThat(wishes.take()).containsExactly(Map.entry(Key.of("a"), 9L));
    }

    @Test
    void areForgottenBeyondTheLimit() {
        wishes.add(Key.of("a"), 7);
        wishes.add(Key.of("b"), 7);

        assertThat(wishes.add(Key.of("c"), 7)).isFalse();
        assertThat(wishes.add(Key.of("a"), 8)).isTrue();
        assertThat(wishes.take()).containsOnlyKeys(Key.of("a"), Key.of("b"));
        assertThat(wishes.add(Key.of("c"), 7)).isTrue();
    }
}
