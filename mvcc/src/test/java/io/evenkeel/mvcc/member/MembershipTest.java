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

    private Membership membership(long id) {
        return new Membership(registry, new Member(id, "m" + id, List.of()), Duration.ofNanos(1), System::nanoTime);
    }
}
