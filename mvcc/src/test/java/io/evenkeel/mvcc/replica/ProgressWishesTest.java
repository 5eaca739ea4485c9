package io.evenkeel.mvcc.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProgressWishesTest {

    private final ProgressWishes wishes = new ProgressWishes(2);

    @Test
    void areTakenOnce() {
        assertThat(wishes.add(1, 7)).isTrue();

        assertThat(wishes.take()).containsExactly(Map.entry(1L, 7L));
        assertThat(wishes.take()).isEmpty();
    }

    @Test
    void ofOneStartAreOneForTheHighestRevision() {
        wishes.add(1, 7);
        wishes.add(1, 9);
        wishes.add(1, 8);

        assertThat(wishes.take()).containsExactly(Map.entry(1L, 9L));
    }

    @Test
    void areForgottenBeyondTheLimit() {
        wishes.add(1, 7);
        wishes.add(2, 7);

        assertThat(wishes.add(3, 7)).isFalse();
        assertThat(wishes.add(1, 8)).isTrue();
        assertThat(wishes.take()).containsOnlyKeys(1L, 2L);
        assertThat(wishes.add(3, 7)).isTrue();
    }
}
