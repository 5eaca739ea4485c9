package io.evenkeel.mvcc.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.log.DatastoreUnderTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link MemberRegistry} does. A subclass supplies the datastore. */
public abstract class MemberRegistryContract {

    private static final Member A = new Member(Long.MIN_VALUE, "a", List.of("http://a:2379", "http://[::1]:2379"));
    private static final Member B = new Member(-1, "b", List.of());
    private static final Member C = new Member(3, "c \u00fc", List.of("http://c:2379"));
    private static final Duration JUST_ALIVE = MemberRegistry.LIFETIME.minusSeconds(1);

    private DatastoreUnderTest store;
    private MemberRegistry registry;

    /** A fresh, empty store; two with different names share one database, where that is possible. */
    protected abstract DatastoreUnderTest open(String name);

    @BeforeEach
    void openStore() {
        store = open("contract");
        registry = store.members();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void listsMembersInTheOrderInWhichTheyJoined() {
        assertThat(registry.beat(B)).containsExactly(B);
        store.age(Duration.ofMillis(2));
        assertThat(registry.beat(C)).containsExactly(B, C);
        store.age(Duration.ofMillis(2));
        assertThat(registry.beat(A)).containsExactly(B, C, A);
        assertThat(registry.beat(B)).containsExactly(B, C, A);
    }

    @Test
    void forgetsWhoDoesNotBeat() {
        registry.beat(A);
        registry.beat(B);
        store.age(JUST_ALIVE);
        assertThat(registry.beat(B)).contains(A, B);
        store.age(Duration.ofSeconds(2));

        assertThat(registry.beat(B)).containsExactly(B);
    }

    @Test
    void whoWasDeadJoinsAnew() {
        registry.beat(A);
        store.age(JUST_ALIVE);
        registry.beat(B);
        store.age(Duration.ofSeconds(2));

        assertThat(registry.beat(A)).containsExactly(B, A);
    }

    /** One that died before the clock was set back would else be there, and lead, until the clock has caught up. */
    @Test
    void forgetsWhoWasSeenInTheTimeToCome() {
        registry.beat(A);
        registry.beat(B);
        store.age(Duration.ofHours(-1));

        assertThat(registry.beat(B)).containsExactly(B);
        assertThat(registry.beat(B)).containsExactly(B);
    }

    @Test
    void forgetsAtOnceWhoLeaves() {
        registry.beat(A);
        registry.beat(B);

        registry.leave(A.id());
        registry.leave(A.id());

        assertThat(registry.beat(B)).containsExactly(B);
    }

    @Test
    void takesTheNewestNameAndUrls() {
        registry.beat(A);
        var moved = new Member(A.id(), "moved", List.of("http://elsewhere:2379"));

        assertThat(registry.beat(moved)).containsExactly(moved);
        assertThat(registry.beat(B)).contains(moved);
    }

    @Test
    void storesAreIndependent() {
        registry.beat(A);

        try (DatastoreUnderTest neighbour = open("neighbour")) {
            assertThat(neighbour.members().beat(B)).containsExactly(B);
        }
        assertThat(registry.beat(C)).contains(A, C).doesNotContain(B);
    }
}
