package io.evenkeel.mvcc.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.lease.InMemoryLeaseStore;
import io.evenkeel.mvcc.log.InMemoryRevisionLog;
import io.evenkeel.mvcc.member.InMemoryMemberRegistry;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.write.Mutation;
import io.evenkeel.mvcc.write.SequencerLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Members of one store, and when they let a lease expire: time passes, or the datastore's clock is set. */
class ExpiringLeasesTest {

    private static final long LEASE = 7;
    private static final long TTL_SECONDS = 10;
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration UNNOTICED = Duration.ofMillis(40);

    private final InMemoryLeaseStore leases = new InMemoryLeaseStore();
    private final InMemoryRevisionLog log = new InMemoryRevisionLog(leases, true, 1);
    private final InMemoryMemberRegistry registry = new InMemoryMemberRegistry();
    private final List<SteppedStore> alive = new ArrayList<>();
    private long nanos;

    @Test
    void anExpiredLeaseTakesItsKeysInOneRevisionAndOnlyOnce() {
        SteppedStore a = start(1);
        SteppedStore b = start(2);
        putTwoKeys(a);
        pass(9);
        assertThat(count(a)).isEqualTo("range at 3: [], more false, count 2");

        pass(2);

        assertThat(count(a)).isEqualTo("range at 4: [], more false, count 0");
        assertThat(count(b)).isEqualTo("range at 4: [], more false, count 0");
    }

    @Test
    void aKeepaliveThroughAnyReplicaKeepsALease() {
        SteppedStore a = start(1);
        SteppedStore b = start(2);
        putTwoKeys(a);
        pass(9);
        assertThat(b.keepAlive(LEASE).join()).isEqualTo(TTL_SECONDS);
        pass(9);
        assertThat(count(a)).endsWith("count 2");
    }

    @Test
    void aKeepaliveBeforeTheRevocationKeepsALease() {
        SteppedStore a = start(1);
        SteppedStore b = start(2);
        putTwoKeys(a);
        passUnnoticed(Duration.ofSeconds(11));

        assertThat(b.keepAlive(LEASE).join()).isEqualTo(TTL_SECONDS);
        pass(9);
        assertThat(count(a)).endsWith("count 2");
        pass(2);
        assertThat(count(a)).endsWith("count 0");
        assertThat(b.keepAlive(LEASE).join()).isEqualTo(0);
    }

    @Test
    void leavesWhatExpiredWhileNobodyServedOneMoreTtl() {
        putTwoKeys(start(1));
        alive.clear();
        pass(60);

        SteppedStore restarted = start(1);
        pass(9);
        assertThat(count(restarted)).endsWith("count 2");
        pass(2);
        assertThat(count(restarted)).endsWith("count 0");
    }

    @Test
    void anotherTakesOverAndGivesWhatHasExpiredMeanwhileOneMoreTtl() {
        SteppedStore first = start(1);
        SteppedStore second = start(2);
        putTwoKeys(first);
        pass(8);
        alive.remove(first);

        pass(9);
        assertThat(count(second)).endsWith("count 2");
        pass(7);
        assertThat(count(second)).endsWith("count 0");
    }

    @Test
    void onlyTheLeaderReaps() {
        SteppedStore leader = start(1);
        SteppedStore other = start(2);
        putTwoKeys(leader);
        pass(9);
        passUnnoticed(Duration.ofSeconds(1));
        leader.settle();
        passUnnoticed(TICK);

        other.settle();
        assertThat(count(other)).endsWith("count 2");
        leader.settle();
        assertThat(count(other)).endsWith("count 0");
    }

    @Test
    void expiresNothingEarlyWhenTheClockIsSetOn() {
        SteppedStore a = start(1);
        putTwoKeys(a);
        pass(8);
        setClock(HOUR);

        assertThat(a.keepAlive(LEASE).join()).as("before it is noticed").isEqualTo(TTL_SECONDS);
        pass(2);
        assertThat(count(a)).endsWith("count 2");
        assertThat(a.keepAlive(LEASE).join()).isEqualTo(TTL_SECONDS);
        pass(11);
        assertThat(count(a)).endsWith("count 0");
    }

    @Test
    void expiresNothingEarlyWhenTheClockIsSetOnBetweenTwoLeaders() {
        SteppedStore first = start(1);
        SteppedStore second = start(2);
        putTwoKeys(first);
        pass(1);
        alive.remove(first);
        setClock(HOUR);

        pass(9);
        assertThat(count(second)).endsWith("count 2");
    }

    /** Of which the clock shows nothing when it is looked at, but a lease that was renewed in between does. */
    @Test
    void expiresNothingEarlyWhenTheClockIsSetBackAndOnAgainUnnoticed() {
        SteppedStore a = start(1);
        putTwoKeys(a);
        pass(8);
        setClock(HOUR.negated());
        assertThat(a.keepAlive(LEASE).join()).isEqualTo(TTL_SECONDS);
        setClock(HOUR);

        pass(9);
        assertThat(count(a)).endsWith("count 2");
        pass(3);
        assertThat(count(a)).endsWith("count 0");
    }

    @Test
    void expiresNothingEarlyWhenTheClockIsSetOnByTooLittleToBeNoticed() {
        SteppedStore a = start(1);
        putTwoKeys(a);
        pass(9);
        setClock(UNNOTICED);
        passUnnoticed(Duration.ofSeconds(1).minus(UNNOTICED));

        a.settle();
        assertThat(count(a)).as("expired by the clock alone").endsWith("count 2");
        pass(1);
        assertThat(count(a)).endsWith("count 0");
    }

    @Test
    void letsLeasesExpireWhenTheClockIsSetBack() {
        SteppedStore a = start(1);
        putTwoKeys(a);
        setClock(HOUR.negated());

        pass(9);
        assertThat(count(a)).endsWith("count 2");
        pass(3);
        assertThat(count(a)).endsWith("count 0");
    }

    private SteppedStore start(long id) {
        var store = new SteppedStore(log, leases, true, SequencerLimits.DEFAULT, registry, id, () -> nanos);
        alive.add(store);
        pass(1);
        return store;
    }

    private void pass(int seconds) {
        Duration end = Duration.ofSeconds(seconds);
        for (Duration passed = Duration.ZERO; passed.compareTo(end) < 0; passed = passed.plus(TICK)) {
            passUnnoticed(TICK);
            alive.forEach(SteppedStore::settle);
        }
    }

    private void passUnnoticed(Duration time) {
        nanos += time.toNanos();
        setClock(time);
    }

    private void setClock(Duration step) {
        leases.advance(step);
        registry.advance(step);
    }

    private void putTwoKeys(SteppedStore store) {
        store.grant(LEASE, TTL_SECONDS);
        for (String key : List.of("k", "l")) {
            CompletableFuture<String> put =
                    store.write(new Mutation.Put(Key.of(key), Value.of("1"), LEASE, false, false, false));
            store.settle();
            assertThat(put).isCompleted();
        }
    }

    private static String count(SteppedStore store) {
        RangeQuery all = RangeQuery.of(KeyRange.ALL);
        return store.range(new RangeQuery(all.range(), 0, 0, all.order(), all.target(), all.filter(), false, true))
                .join();
    }
}
