package io.evenkeel.mvcc.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MembershipTest {

    private final InMemoryMemberRegistry registry = new InMemoryMemberRegistry();
    private final Membership first = membership(1);
    private final Membership second = membership(2);

    @Test
    void countsTheChangesOfTheLeaderThatItSees() {
        first.step();
        second.step();
        assertThat(second.leaderChanges()).as("when it joins").isZero();

        first.leave();
        second.step();

        assertThat(second.leader()).isEqualTo(second.self());
        assertThat(second.leaderChanges()).isEqualTo(1);
    }

    @Test
    void beatsAtOnceWhenSomebodyMayHaveJoined() {
        Membership rare = membership(3, Duration.ofDays(1));
        rare.step();
        first.step();
        assertThat(rare.step()).as("nanoseconds until the next beat").isPositive();
        assertThat(rare.members()).containsExactly(rare.self());

        rare.beatSoon();
        rare.step();

        assertThat(rare.members()).containsExactly(rare.self(), first.self());
        assertThat(rare.step()).as("nanoseconds until the next beat").isPositive();
    }

    private Membership membership(long id) {
        return membership(id, Duration.ofNanos(1));
    }

    private Membership membership(long id, Duration interval) {
        return new Membership(registry, new Member(id, "m" + id, List.of()), interval, System::nanoTime);
    }
}
