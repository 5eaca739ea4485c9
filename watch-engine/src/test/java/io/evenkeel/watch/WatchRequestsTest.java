package io.evenkeel.watch;

import static io.evenkeel.watch.HubFixture.watch;
import static io.evenkeel.watch.HubFixture.watchAll;
import static io.evenkeel.watch.HubFixture.watchFrom;
import static io.evenkeel.watch.HubFixture.withId;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.watch.WatchMessage.Cancelled;
import io.evenkeel.watch.WatchMessage.Compacted;
import io.evenkeel.watch.WatchMessage.Created;
import io.evenkeel.watch.WatchMessage.Refused;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WatchRequestsTest {

    private final HubFixture hub = new HubFixture(HubFixture.QUIET, 3);
    private final HubFixture.Client client = hub.client();

    @Test
    void givesIdsFromZeroOnAndNeverOneTwice() {
        client.create(watch("a")).create(watch("b"));
        client.session.cancel(0);
        client.session.cancel(1);
        client.create(watch("c"));
        hub.settle();

        assertThat(client.take())
                .containsExactly(
                        new Created(0, 4),
                        new Created(1, 4),
                        new Cancelled(0, 4),
                        new Cancelled(1, 4),
                        new Created(2, 4));
    }

    @Test
    void passesOverIdsThatClientsChose() {
        client.create(withId(watch("a"), 1)).create(watch("b")).create(watch("c"));
        hub.settle();

        assertThat(client.take()).containsExactly(new Created(1, 4), new Created(0, 4), new Created(2, 4));
    }

    @Test
    void refusesAnIdInUse() {
        client.create(withId(watch("a"), 7)).create(withId(watch("b"), 7));
        hub.settle();

        assertThat(client.take())
                .containsExactly(
                        new Created(7, 4), new Refused("mvcc: duplicate watch ID provided on the WatchStream", 4));
    }

    @Test
    void takesAChosenIdAgainOnceItsWatchIsCanceled() {
        client.create(withId(watch("a"), 7));
        client.session.cancel(7);
        client.create(withId(watch("b"), 7));
        hub.settle();

        assertThat(client.take()).containsExactly(new Created(7, 4), new Cancelled(7, 4), new Created(7, 4));
    }

    @Test
    void refusesANegativeStartAsCompacted() {
        client.create(watchFrom("a", -1));
        hub.settle();

        assertThat(client.take())
                .containsExactly(new Refused("etcdserver: mvcc: required revision has been compacted", 4));
    }

    @Test
    void takesTheRevisionOfTheEmptyStoreForAStartThatHasNothingToTell() {
        HubFixture empty = new HubFixture(HubFixture.QUIET, 0);
        HubFixture.Client first = empty.client();
        first.create(watchAll(1));
        empty.settle();

        empty.put("a", "1");

        assertThat(first.take()).hasSize(2).first().isEqualTo(new Created(0, 1));
    }

    @Test
    void refusesAnEmptyRange() {
        client.create(watch(KeyRange.between(Key.of("b"), Key.of("b")), 0))
                .create(watch(KeyRange.between(Key.of("b"), Key.of("a")), 0));
        hub.settle();

        Refused refused = new Refused("mvcc: watcher range is empty", 4);
        assertThat(client.take()).containsExactly(refused, refused);
    }

    @Test
    void answersANegativeStartBeforeItLooksAtTheRange() {
        client.create(watch(KeyRange.between(Key.of("b"), Key.of("a")), -5));
        hub.settle();

        assertThat(client.take())
                .containsExactly(new Refused("etcdserver: mvcc: required revision has been compacted", 4));
    }

    @Test
    void saysNothingToTheCancelOfAnUnknownWatch() {
        client.session.cancel(5);
        hub.settle();

        assertThat(client.take()).isEmpty();
    }

    @Test
    void tellsACanceledWatchNothingMore() {
        client.create(watch("a")).create(watchAll(0));
        client.session.cancel(0);
        client.session.cancel(1);
        hub.settle();
        client.take();

        hub.put("a", "1");

        assertThat(client.take()).isEmpty();
    }

    @Test
    void tellsWhoStartsBelowTheCompactedRevisionThatItIsCompacted() {
        hub.compact(3);
        client.create(watchAll(2));
        hub.settle();

        assertThat(client.take()).containsExactly(new Created(0, 4), new Compacted(0, 3));
    }

    @Test
    void keepsTheIdOfACompactedWatchUntilItIsCanceled() {
        hub.compact(3);
        client.create(withId(watchAll(2), 9)).create(withId(watchAll(0), 9));
        hub.settle();
        client.session.cancel(9);
        client.create(withId(watchAll(0), 9));
        hub.settle();

        assertThat(client.take())
                .containsExactly(
                        new Created(9, 4),
                        new Refused("mvcc: duplicate watch ID provided on the WatchStream", 4),
                        new Compacted(9, 3),
                        new Cancelled(9, 4),
                        new Created(9, 4));
    }

    @Test
    void refusesMoreWatchesThanAStreamMayHave() {
        WatchSettings d = HubFixture.QUIET;
        HubFixture few = new HubFixture(new WatchSettings(
                d.progressNotifyInterval(),
                d.pushProgressInterval(),
                d.outbox(),
                d.batch(),
                d.recentBytes(),
                d.backlogBytes(),
                d.concurrentReads(),
                d.unansweredRequests(),
                2,
                d.total()));
        HubFixture.Client greedy = few.client();
        greedy.create(watch("a")).create(watch("b")).create(watch("c"));
        few.settle();

        assertThat(greedy.take())
                .containsExactly(new Created(0, 1), new Created(1, 1), new Refused("etcdserver: too many requests", 1));
    }

    @Test
    void refusesMoreWatchesThanAllStreamsMayHave() {
        WatchSettings d = HubFixture.QUIET;
        long two = 2 * 512;
        HubFixture few = new HubFixture(
                d.withTotal(new WatchSettings.Total(two, d.total().outboxBytes())));
        HubFixture.Client one = few.client();
        HubFixture.Client other = few.client();
        var tooMany = new Refused("etcdserver: too many requests", 1);
        one.create(watch("a"));
        other.create(watch("b")).create(watch("c"));
        few.settle();
        assertThat(other.take()).containsExactly(new Created(0, 1), tooMany);

        one.session.cancel(0);
        other.create(watch("c"));
        few.settle();
        assertThat(other.take()).containsExactly(new Created(1, 1));

        other.session.close();
        one.create(watch("d")).create(watch("e")).create(watch("f"));
        few.settle();
        assertThat(one.take())
                .containsExactly(new Created(0, 1), new Cancelled(0, 1), new Created(1, 1), new Created(2, 1), tooMany);
    }

    @Test
    void aLongKeyCountsForMoreThanOneWatch() {
        WatchSettings d = HubFixture.QUIET;
        HubFixture few = new HubFixture(
                d.withTotal(new WatchSettings.Total(2000, d.total().outboxBytes())));
        HubFixture.Client greedy = few.client();
        greedy.create(watch("k".repeat(1000))).create(watch("a"));
        few.settle();

        assertThat(greedy.take()).containsExactly(new Created(0, 1), new Refused("etcdserver: too many requests", 1));
    }

    @Test
    void createdComesBeforeEventsOfTheSameMoment() {
        client.create(watchFrom("k0", 2));
        hub.store.put("k0", "again");
        hub.tell();
        hub.read();

        List<WatchMessage> messages = client.take();
        assertThat(messages.getFirst()).isEqualTo(new Created(0, 4));
        assertThat(messages.stream().flatMap(m -> HubFixture.revisions(m).stream()))
                .containsExactly(2L, 5L);
    }

    @Test
    void closesTheStreamOfAClientThatAsksWithoutReading() {
        client.allow(0);
        for (int i = 0; i <= HubFixture.QUIET.unansweredRequests(); i++) {
            client.create(watch("a"));
            hub.settle();
        }

        assertThat(client.stream.closedWith()).isEqualTo(Refusal.TOO_MANY_REQUESTS);
        assertThat(hub.hub.counts().sessions()).isZero();
        assertThat(hub.hub.counts().live()).isZero();
    }

    @Test
    void bearsAnyNumberOfRequestsThatAreAnswered() {
        for (int i = 0; i < 3 * HubFixture.QUIET.unansweredRequests(); i++) {
            client.create(withId(watch("a"), 5));
            client.session.cancel(5);
            client.session.cancel(6);
            hub.settle();
        }

        assertThat(client.stream.closedWith()).isNull();
    }

    @Test
    void forgetsEverythingOfAClientThatIsGone() {
        client.create(watch("a")).create(watchAll(2));
        hub.settle();
        client.session.close();
        client.create(watch("b"));
        hub.settle();
        client.take();

        hub.put("a", "1");

        assertThat(client.take()).isEmpty();
        assertThat(hub.hub.counts().sessions()).isZero();
        assertThat(hub.hub.counts().live()).isZero();
        assertThat(hub.hub.counts().catchingUp()).isZero();
    }

    @Test
    void createsNothingForAStreamThatItHasClosed() {
        var done = hub.hub.closeAll(Refusal.STOPPED);
        client.create(watch("a")).create(watchAll(2));
        hub.settle();

        assertThat(done).isCompleted();
        assertThat(client.stream.closedWith()).isEqualTo(Refusal.STOPPED);
        assertThat(hub.hub.counts().live()).isZero();
        assertThat(hub.hub.counts().catchingUp()).isZero();
    }

    @Test
    void closesAllWithTheReasonAndServesLaterOnes() {
        client.create(watch("a"));
        hub.settle();
        var done = hub.hub.closeAll(Refusal.STOPPED);
        HubFixture.Client later = hub.client();
        later.create(watch("a"));
        hub.settle();
        hub.put("a", "1");

        assertThat(done).isCompleted();
        assertThat(client.stream.closedWith()).isEqualTo(Refusal.STOPPED);
        assertThat(later.stream.closedWith()).isNull();
        assertThat(later.stream.watch(0).events()).hasSize(1);
        assertThat(client.stream.watch(0).events()).isEmpty();
    }
}
