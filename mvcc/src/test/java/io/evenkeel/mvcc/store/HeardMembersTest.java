package io.evenkeel.mvcc.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.alarm.Alarms;
import io.evenkeel.mvcc.alarm.InMemoryAlarmStore;
import io.evenkeel.mvcc.lease.InMemoryLeaseStore;
import io.evenkeel.mvcc.log.InMemoryRevisionLog;
import io.evenkeel.mvcc.member.InMemoryMemberRegistry;
import io.evenkeel.mvcc.member.Member;
import io.evenkeel.mvcc.member.Membership;
import io.evenkeel.mvcc.replica.Measurements;
import io.evenkeel.mvcc.replica.StoreEnvironment;
import io.evenkeel.mvcc.replica.WakeUps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who joins and who leaves is heard of, and not only found at the next beat. */
final class HeardMembersTest {

    private static final Duration NEVER = Duration.ofDays(1);

    private final InMemoryMemberRegistry registry = new InMemoryMemberRegistry();
    private final Member other = new Member(2, "other", List.of());
    private final Membership membership =
            new Membership(registry, new Member(1, "self", List.of()), NEVER, System::nanoTime);
    private final List<WakeUps.Listener> listeners = new ArrayList<>();

    /** Remembers who listens. */
    private final class Heard implements WakeUps {

        @Override
        public void announce(long head) {}

        @Override
        public void wantProgress(long start, long revision) {}

        @Override
        public void listen(Listener listener) {
            listeners.add(listener);
        }

        @Override
        public boolean connected() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void whoComesAndGoesIsLookedForAtOnce() {
        var leases = new InMemoryLeaseStore();
        try (var store = new KeyValueStore(
                new InMemoryRevisionLog(leases, true, 1),
                leases,
                new Heard(),
                membership,
                new Alarms(new InMemoryAlarmStore(), NEVER, System::nanoTime),
                StoreSettings.DEFAULT,
                StoreEnvironment.of(Runnable::run, Measurements.NONE))) {
            store.listenToWakeUps();
            membership.step();
            registry.beat(other);
            membership.step();
            assertThat(membership.members()).as("known before it is heard of").hasSize(1);

            listeners.forEach(WakeUps.Listener::membersChanged);
            membership.step();
            assertThat(membership.members()).hasSize(2);

            registry.leave(other.id());
            listeners.forEach(WakeUps.Listener::membersChanged);
            membership.step();
            assertThat(membership.members()).hasSize(1);
        }
    }
}
