package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.LeaseKeepAliveRequest;
import io.evenkeel.api.proto.LeaseTimeToLiveRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.e2e.tools.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database's clock is set while two servers of a store go by it. Their own clocks they do not go by. */
class ClockStepsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long LONG_TTL = 600;
    private static final long SHORT_TTL = 2;

    private final SettableClock clock = SettableClock.create();
    private final Scratch scratch = Scratch.create();
    private EvenkeelProcess first;
    private EvenkeelProcess second;
    private Stubs a;
    private Stubs b;

    @BeforeEach
    void start() {
        var datastore = clock.fresh(scratch.folder("data"));
        first = datastore.serve(scratch.folder("a"), "--name=a");
        second = datastore.serve(scratch.folder("b"), "--name=b");
        a = Stubs.of(first);
        b = Stubs.of(second);
        awaitBothMembers();
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
        first.close();
        second.close();
        scratch.close();
        clock.set(Duration.ZERO);
    }

    @Test
    void noLeaseExpiresEarlyWhenItIsSetOn() {
        putOnLease(1, LONG_TTL);

        clock.set(HOUR);

        Await.until("lease with its full TTL", LIMIT, () -> secondsLeft(1) > LONG_TTL - 60);
        awaitBothMembers();
        assertThat(keepAlive(1)).isEqualTo(LONG_TTL);
        putOnLease(2, SHORT_TTL);
        awaitGone(2);
        assertThat(isThere(1)).isTrue();
    }

    /** Within half a second nobody has noticed yet. */
    @Test
    void aKeepaliveRightAfterItIsSetOnRenewsItsLease() {
        putOnLease(1, LONG_TTL);

        for (int hours = 1; hours <= 5; hours++) {
            clock.set(HOUR.multipliedBy(hours));
            assertThat(keepAlive(1)).isEqualTo(LONG_TTL);
        }
        assertThat(isThere(1)).isTrue();
    }

    @Test
    void leasesGoOnExpiringWhenItIsSetBack() {
        putOnLease(1, LONG_TTL);
        putOnLease(2, SHORT_TTL);

        clock.set(HOUR.negated());

        awaitGone(2);
        awaitBothMembers();
        assertThat(secondsLeft(1)).isBetween(LONG_TTL - 60, LONG_TTL);
        assertThat(keepAlive(1)).isEqualTo(LONG_TTL);
        assertThat(isThere(1)).isTrue();
    }

    @Test
    void aServerThatDiesBeforeItIsSetBackLeavesAllTheSame() {
        first.process().kill();
        clock.set(HOUR.negated());

        Await.until(
                "the second alone",
                LIMIT,
                () -> b.members().getMembersCount() == 1
                        && b.status().getLeader() == b.status().getHeader().getMemberId());
    }

    private void awaitBothMembers() {
        Await.until(
                "two members",
                LIMIT,
                () -> a.members().getMembersCount() == 2 && b.members().getMembersCount() == 2);
    }

    private void putOnLease(long lease, long ttlSeconds) {
        a.lease(LIMIT)
                .leaseGrant(LeaseGrantRequest.newBuilder()
                        .setID(lease)
                        .setTTL(ttlSeconds)
                        .build());
        a.kv().put(PutRequest.newBuilder().setKey(key(lease)).setLease(lease).build());
    }

    private long secondsLeft(long lease) {
        return b.lease(LIMIT)
                .leaseTimeToLive(
                        LeaseTimeToLiveRequest.newBuilder().setID(lease).build())
                .getTTL();
    }

    private long keepAlive(long lease) {
        return b.keepAlive(LeaseKeepAliveRequest.newBuilder().setID(lease).build(), LIMIT)
                .getTTL();
    }

    private boolean isThere(long lease) {
        return b.kv().range(RangeRequest.newBuilder().setKey(key(lease)).build())
                        .getCount()
                == 1;
    }

    private void awaitGone(long lease) {
        Await.until("key of lease " + lease + " gone", LIMIT, () -> !isThere(lease));
    }

    private static ByteString key(long lease) {
        return ByteString.copyFromUtf8("on-" + lease);
    }
}
