package io.evenkeel.mvcc.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.lease.LeaseStore.Expired;
import io.evenkeel.mvcc.lease.LeaseStore.Expiry;
import io.evenkeel.mvcc.lease.LeaseStore.Lease;
import io.evenkeel.mvcc.log.DatastoreUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link LeaseStore} does. A subclass supplies the datastore. */
public abstract class LeaseStoreContract {

    private DatastoreUnderTest store;
    private LeaseStore leases;

    /** A fresh, empty store; two with different names share one database, where that is possible. */
    protected abstract DatastoreUnderTest open(String name);

    @BeforeEach
    void openStore() {
        store = open("contract");
        leases = store.leases();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void grantsALease() {
        assertThat(leases.grant(1, 60)).isTrue();

        Lease lease = leases.find(1).orElseThrow();
        assertThat(lease.ttlSeconds()).isEqualTo(60);
        assertThat(lease.remainingMillis()).isBetween(1L, 60_000L);
        assertThat(leases.find(2)).isEmpty();
    }

    @Test
    void refusesAnIdThatIsTakenEvenWhenExpired() {
        leases.grant(1, 60);
        assertThat(leases.grant(1, 90)).isFalse();
        store.age(Duration.ofSeconds(61));

        assertThat(leases.grant(1, 90)).isFalse();
        assertThat(leases.find(1).orElseThrow().ttlSeconds()).isEqualTo(60);
    }

    @Test
    void keepsTheLongestIdAndTtl() {
        assertThat(leases.grant(Long.MAX_VALUE, 9_000_000_000L)).isTrue();

        Lease lease = leases.find(Long.MAX_VALUE).orElseThrow();
        assertThat(lease.ttlSeconds()).isEqualTo(9_000_000_000L);
        assertThat(lease.remainingMillis()).isBetween(8_999_000_000_000L, 9_000_000_000_000L);
    }

    @Test
    void renewsToTheFullTtl() {
        leases.grant(1, 60);
        leases.grant(2, 90);
        leases.grant(3, 1000);
        store.age(Duration.ofSeconds(50));

        assertThat(leases.renew(List.of(1L, 2L, 4L))).isEqualTo(Map.of(1L, 60L, 2L, 90L));

        assertThat(leases.find(1).orElseThrow().remainingMillis()).isGreaterThan(30_000);
        assertThat(leases.find(2).orElseThrow().remainingMillis()).isGreaterThan(60_000);
        assertThat(leases.find(3).orElseThrow().remainingMillis()).isLessThan(960_000);
    }

    @Test
    void renewsWhatHasExpiredAndIsNotRevoked() {
        leases.grant(1, 60);
        store.age(Duration.ofSeconds(61));
        assertThat(leases.expired(10).leases()).extracting(Expiry::id).containsExactly(1L);

        assertThat(leases.renew(List.of(1L, 2L))).isEqualTo(Map.of(1L, 60L));

        assertThat(leases.find(1).orElseThrow().remainingMillis()).isBetween(1L, 60_000L);
        assertThat(leases.expired(10).leases()).isEmpty();
    }

    @Test
    void renewsNoneAndManyAtOnce() {
        List<Long> ids = LongStream.rangeClosed(1, 2500).boxed().toList();
        ids.stream().filter(id -> id % 5 == 0).forEach(id -> leases.grant(id, 60 + id));

        Map<Long, Long> renewed = leases.renew(ids);

        assertThat(renewed).hasSize(500);
        renewed.forEach((id, ttl) -> assertThat(ttl).isEqualTo(60 + id));
        assertThat(leases.renew(List.of())).isEmpty();
    }

    @Test
    void listsFirstWhatExpiresFirst() {
        leases.grant(1, 300);
        leases.grant(2, 100);
        leases.grant(3, 200);

        assertThat(leases.list()).extracting(Lease::id).containsExactly(2L, 3L, 1L);
    }

    @Test
    void findsTheExpired() {
        leases.grant(1, 60);
        leases.grant(2, 30);
        leases.grant(3, 500);
        assertThat(leases.expired(10).leases()).isEmpty();
        store.age(Duration.ofSeconds(100));

        assertThat(leases.expired(10).leases()).extracting(Expiry::id).containsExactly(2L, 1L);
        assertThat(leases.expired(1).leases()).extracting(Expiry::id).containsExactly(2L);
    }

    @Test
    void saysWhatTheTimeIsAndWhatItWasWhenALeaseExpired() {
        long before = leases.expired(10).clockMillis();
        leases.grant(1, 60);
        store.age(Duration.ofSeconds(100));

        Expired expired = leases.expired(10);

        assertThat(expired.clockMillis()).isBetween(before, before + 160_000);
        assertThat(expired.leases().getFirst().atMillis())
                .isBetween(expired.clockMillis() - 100_000, expired.clockMillis() - 40_000);
    }

    @Test
    void startsAllAnew() {
        leases.grant(1, 60);
        leases.grant(2, 500);
        store.age(Duration.ofSeconds(100));

        assertThat(leases.startAnew()).isEqualTo(2);

        assertThat(leases.find(1).orElseThrow().remainingMillis()).isBetween(1L, 60_000L);
        assertThat(leases.find(2).orElseThrow().remainingMillis()).isBetween(400_001L, 500_000L);
    }

    @Test
    void storesAreIndependent() {
        leases.grant(1, 60);
        try (DatastoreUnderTest neighbour = open("neighbour")) {
            assertThat(neighbour.leases().find(1)).isEmpty();
            assertThat(neighbour.leases().renew(List.of(1L))).isEmpty();
            assertThat(neighbour.leases().grant(1, 90)).isTrue();
            neighbour.age(Duration.ofSeconds(100));

            assertThat(leases.list()).extracting(Lease::ttlSeconds).containsExactly(60L);
            assertThat(leases.expired(10).leases()).isEmpty();
        }
    }
}
