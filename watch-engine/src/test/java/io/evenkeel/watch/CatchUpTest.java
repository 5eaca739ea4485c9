package io.evenkeel.watch;

import static io.evenkeel.watch.HubFixture.QUIET;
import static io.evenkeel.watch.HubFixture.revisions;
import static io.evenkeel.watch.HubFixture.watch;
import static io.evenkeel.watch.HubFixture.watchAll;
import static io.evenkeel.watch.HubFixture.watchFrom;
import static io.evenkeel.watch.HubFixture.withPrevious;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.watch.WatchMessage.Cancelled;
import io.evenkeel.watch.WatchMessage.Compacted;
import io.evenkeel.watch.WatchMessage.Created;
import io.evenkeel.watch.WatchMessage.Events;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CatchUpTest {

    private HubFixture hub = new HubFixture();

    @AfterEach
    void keepsEveryPromise() {
        assertThat(hub.violations()).isEmpty();
    }

    private static WatchSettings settings(WatchSettings.Bound outbox, WatchSettings.Bound batch, long recentBytes) {
        return new WatchSettings(
                QUIET.progressNotifyInterval(),
                QUIET.pushProgressInterval(),
                outbox,
                batch,
                recentBytes,
                QUIET.backlogBytes(),
                2,
                QUIET.unansweredRequests(),
                QUIET.watchesPerStream(),
                QUIET.total());
    }

    @Test
    void aStreamThatTakesWhatItIsSentIsNotStarvedByThoseThatDoNot() {
        WatchSettings d = QUIET;
        hub = new HubFixture(d.withTotal(new WatchSettings.Total(1 << 20, 1000)));
        HubFixture.Client stuck = hub.client();
        HubFixture.Client other = hub.client();
        HubFixture.Client reader = hub.client();
        stuck.create(watchAll(0));
        other.create(watchAll(0));
        reader.create(watchAll(0));
        hub.settle();
        stuck.allow(0);
        other.allow(0);
        List<Long> written = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            written.add(hub.put("k" + i, "some value or other"));
        }
        hub.read();
        assertThat(revisionsOf(reader.take())).containsExactlyElementsOf(written);

        stuck.allow(Integer.MAX_VALUE);
        hub.read();
        assertThat(revisionsOf(stuck.take())).containsExactlyElementsOf(written);
        other.allow(Integer.MAX_VALUE);
        hub.read();
        assertThat(revisionsOf(other.take())).containsExactlyElementsOf(written);
        assertThat(hub.violations()).isEmpty();
    }

    private static List<Long> revisionsOf(List<WatchMessage> messages) {
        List<Long> all = new ArrayList<>();
        messages.forEach(message -> all.addAll(revisions(message)));
        return all;
    }

    private static Long[] range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toArray(Long[]::new);
    }

    @Test
    void replaysRecentEntriesWithoutARead() {
        for (int i = 2; i <= 6; i++) {
            hub.put("a", "at " + i);
        }
        HubFixture.Client client = hub.client();
        client.create(watchFrom("a", 3));
        hub.settle();

        assertThat(revisionsOf(client.take())).containsExactly(range(3, 6));
        assertThat(hub.reads).isEmpty();
        assertThat(hub.hub.counts().live()).isEqualTo(1);
    }

    @Test
    void beginsAtRevisionOneOfWhichThereIsNothingToTell() {
        hub = new HubFixture(QUIET, 2);
        HubFixture.Client client = hub.client();
        client.create(watchAll(1));
        hub.read();
        hub.compact(2);
        client.create(watchAll(1));
        hub.read();

        assertThat(client.stream.watch(0).events()).hasSize(2);
        assertThat(client.stream.watch(1).messages()).containsExactly(new Created(1, 3), new Compacted(1, 2));
    }

    @Test
    void replaysOldEntriesFromTheLog() {
        hub = new HubFixture(QUIET, 10);
        HubFixture.Client client = hub.client();
        client.create(watchAll(3));
        hub.settle();
        assertThat(client.take()).containsExactly(new Created(0, 11));
        assertThat(hub.hub.counts().catchingUp()).isEqualTo(1);
        hub.read();
        hub.put("k0", "live");

        assertThat(revisionsOf(client.take())).containsExactly(range(3, 12));
        assertThat(hub.hub.counts().catchingUp()).isZero();
    }

    @Test
    void theHeaderOfAReplayIsTheCurrentRevision() {
        hub.put("a", "1");
        hub.put("b", "1");
        HubFixture.Client client = hub.client();
        client.create(watchFrom("a", 2));
        hub.settle();

        assertThat(client.stream.watch(0).batches())
                .singleElement()
                .extracting(Events::revision)
                .isEqualTo(3L);
    }

    @Test
    void hearsOfWhatIsAppliedWhileItReadsOnceAndInOrder() {
        hub = new HubFixture(QUIET, 5);
        HubFixture.Client client = hub.client();
        client.create(watchAll(2));
        hub.settle();
        hub.put("x", "while it reads");
        hub.read();
        hub.put("x", "live");

        assertThat(revisionsOf(client.take())).containsExactly(range(2, 8));
    }

    @Test
    void oneReadServesAllWhoAreAboutAsFarBehind() {
        hub = new HubFixture(QUIET, 50);
        HubFixture.Client client = hub.client();
        for (int start = 2; start <= 11; start++) {
            client.create(watchAll(start));
        }
        hub.read();

        assertThat(hub.hub.counts().logReads()).isEqualTo(1);
        assertThat(hub.hub.counts().live()).isEqualTo(10);
        for (int i = 0; i < 10; i++) {
            assertThat(client.stream.watch(i).events()).hasSize(50 - i);
        }
    }

    @Test
    void readsAtMostAsManyAtOnceAsSet() {
        hub = new HubFixture(settings(QUIET.outbox(), new WatchSettings.Bound(1000, 100), QUIET.recentBytes()), 3000);
        HubFixture.Client client = hub.client();
        client.create(watchAll(2)).create(watchAll(1100)).create(watchAll(2200));
        hub.settle();

        assertThat(hub.reads).hasSize(2);
        hub.read();
        assertThat(hub.hub.counts().live()).isEqualTo(3);
    }

    @Test
    void sendsReplaysInBatchesOfWholeRevisions() {
        hub = new HubFixture(settings(QUIET.outbox(), new WatchSettings.Bound(3, 1 << 20), QUIET.recentBytes()));
        for (int i = 2; i <= 9; i++) {
            hub.store.txn().put("a", "1").put("b", "1").commit();
        }
        hub.tell();
        hub.settle();
        HubFixture.Client client = hub.client();
        client.create(watchAll(2));
        hub.settle();

        List<Events> batches = client.stream.watch(0).batches();
        assertThat(batches).extracting(batch -> batch.events().size()).containsExactly(6, 6, 4);
        assertThat(batches).extracting(Events::revision).containsExactly(9L, 9L, 9L);
    }

    @Test
    void endsABatchWhenItHoldsItsBytes() {
        hub = new HubFixture(settings(QUIET.outbox(), new WatchSettings.Bound(1000, 2500), QUIET.recentBytes()));
        for (int i = 2; i <= 5; i++) {
            hub.put("a", "x".repeat(2000));
        }
        HubFixture.Client client = hub.client();
        client.create(watchAll(2));
        hub.settle();

        assertThat(client.stream.watch(0).batches())
                .extracting(HubFixture::revisions)
                .containsExactly(List.of(2L, 3L), List.of(4L, 5L));
    }

    @Test
    void aStreamThatStopsHoldsItsOutboxAndNoMore() {
        hub = new HubFixture(settings(new WatchSettings.Bound(4, 1 << 20), QUIET.batch(), QUIET.recentBytes()));
        HubFixture.Client client = hub.client();
        client.create(watchAll(0));
        hub.settle();
        client.allow(0);
        for (int i = 2; i <= 100; i++) {
            hub.put("a", "at " + i);
        }
        assertThat(hub.hub.counts().eventsSent()).isEqualTo(4);
        assertThat(hub.hub.counts().catchingUp()).isEqualTo(1);

        client.allow(Integer.MAX_VALUE);
        hub.settle();

        assertThat(revisionsOf(client.take())).containsExactly(range(2, 100));
        assertThat(hub.hub.counts().fallenBehind()).isEqualTo(1);
        assertThat(hub.hub.counts().live()).isEqualTo(1);
    }

    @Test
    void aReadOffersAStoppedStreamNoMoreThanItsOutboxHolds() {
        hub = new HubFixture(
                settings(new WatchSettings.Bound(4, 1 << 20), new WatchSettings.Bound(1, 1 << 20), QUIET.recentBytes()),
                20);
        HubFixture.Client client = hub.client();
        client.create(watchAll(2));
        client.allow(0);
        hub.read();

        assertThat(hub.hub.counts().eventsSent()).isEqualTo(3);
    }

    @Test
    void previousValuesFoundLaterCountAmongTheRecentEntries() {
        hub = new HubFixture(settings(QUIET.outbox(), QUIET.batch(), 15_000));
        for (int i = 2; i <= 11; i++) {
            hub.put("a", "x".repeat(1000));
        }
        hub.client().create(withPrevious(watchAll(3)));
        hub.settle();
        assertThat(hub.reads).isEmpty();
        hub.put("b", "1");
        hub.client().create(watchAll(3));
        hub.settle();

        assertThat(hub.reads).hasSize(1);
        hub.read();
    }

    @Test
    void aStreamThatStopsHoldsItsBytesAndOneMessageMore() {
        hub = new HubFixture(settings(new WatchSettings.Bound(1000, 5000), QUIET.batch(), QUIET.recentBytes()));
        HubFixture.Client client = hub.client();
        client.create(watchAll(0));
        hub.settle();
        client.allow(0);
        for (int i = 2; i <= 20; i++) {
            hub.put("a", "x".repeat(2000));
        }

        assertThat(hub.hub.counts().eventsSent()).isEqualTo(3);
        client.allow(Integer.MAX_VALUE);
        hub.settle();
        assertThat(revisionsOf(client.take())).containsExactly(range(2, 20));
    }

    @Test
    void aStreamThatTakesOneMessageAtATimeMissesNothing() {
        hub = new HubFixture(settings(new WatchSettings.Bound(2, 1 << 20), new WatchSettings.Bound(2, 1 << 20), 1000));
        HubFixture.Client client = hub.client();
        client.create(watchAll(0)).create(watch("a"));
        hub.settle();
        client.allow(0);
        for (int i = 2; i <= 60; i++) {
            hub.put("a", "at " + i);
            client.allow(1);
            hub.read();
        }
        client.allow(Integer.MAX_VALUE);
        hub.read();

        assertThat(client.stream.watch(0).events()).hasSize(59);
        assertThat(client.stream.watch(1).events()).hasSize(59);
    }

    @Test
    void oneStoppedStreamDoesNotHoldUpAnother() {
        hub = new HubFixture(settings(new WatchSettings.Bound(2, 1 << 20), QUIET.batch(), QUIET.recentBytes()));
        HubFixture.Client stopped = hub.client();
        HubFixture.Client other = hub.client();
        stopped.create(watchAll(0));
        other.create(watchAll(0));
        hub.settle();
        stopped.allow(0);
        for (int i = 2; i <= 20; i++) {
            hub.put("a", "at " + i);
        }

        assertThat(other.stream.watch(0).events()).hasSize(19);
    }

    @Test
    void beginsAtTheCompactedRevisionItself() {
        hub = new HubFixture(QUIET, 5);
        hub.delete("k0");
        hub.put("k1", "2");
        hub.compact(7);
        hub.store.purge(7);
        HubFixture.Client client = hub.client();
        client.create(watchAll(7));
        hub.read();

        assertThat(revisionsOf(client.take())).containsExactly(7L, 8L);
    }

    @Test
    void beginsAtATombstoneThatIsTheCompactedRevisionWhenOnlyTheLogHasIt() {
        hub = new HubFixture(QUIET, 1);
        hub.store.delete("k0");
        hub.reset();
        hub.compact(3);
        hub.store.purge(3);
        HubFixture.Client client = hub.client();
        client.create(withPrevious(watchAll(3)));
        hub.read();

        WatchEvent event = client.stream.watch(0).events().getFirst();
        assertThat(event.isDelete()).isTrue();
        assertThat(event.current().modRevision()).isEqualTo(3);
        assertThat(event.previous()).isNull();
    }

    @Test
    void omitsThePreviousValueExactlyWhenItsRevisionIsCompacted() {
        for (int i = 2; i <= 5; i++) {
            hub.put("a", "at " + i);
        }
        HubFixture.Client before = hub.client();
        before.create(withPrevious(watchAll(3)));
        hub.settle();
        hub.compact(4);
        HubFixture.Client client = hub.client();
        client.create(withPrevious(watchAll(4)));
        hub.settle();

        assertThat(before.stream.watch(0).events())
                .extracting(WatchEvent::previous)
                .doesNotContainNull();
        List<WatchEvent> events = client.stream.watch(0).events();
        assertThat(events.get(0).previous()).isNull();
        assertThat(events.get(1).previous()).isNotNull();
    }

    @Test
    void isCanceledWhenCompactionOvertakesItsRead() {
        hub = new HubFixture(QUIET, 10);
        HubFixture.Client client = hub.client();
        client.create(watchAll(3));
        hub.settle();
        hub.compact(8);

        assertThat(client.take()).containsExactly(new Created(0, 11), new Compacted(0, 8));
        hub.read();
        assertThat(client.take()).isEmpty();
    }

    @Test
    void isCanceledByCompactionEvenWithNothingToReport() {
        hub = new HubFixture(QUIET, 10);
        HubFixture.Client client = hub.client();
        client.create(watchFrom("none", 3));
        hub.settle();
        hub.compact(8);

        assertThat(client.take()).containsExactly(new Created(0, 11), new Compacted(0, 8));
    }

    @Test
    void aStoppedStreamIsToldOfItsCompactionWhenItReadsAgain() {
        hub = new HubFixture(settings(new WatchSettings.Bound(2, 1 << 20), QUIET.batch(), QUIET.recentBytes()));
        HubFixture.Client client = hub.client();
        client.create(watchAll(0));
        hub.settle();
        client.take();
        client.allow(0);
        for (int i = 2; i <= 9; i++) {
            hub.put("a", "at " + i);
        }
        hub.compact(9);
        client.allow(Integer.MAX_VALUE);
        hub.settle();

        List<WatchMessage> messages = client.take();
        assertThat(revisionsOf(messages)).containsExactly(2L, 3L);
        assertThat(messages.getLast()).isEqualTo(new Compacted(0, 9));
    }

    @Test
    void aLiveWatchDoesNotMindCompaction() {
        HubFixture.Client client = hub.client();
        client.create(watch("a"));
        hub.settle();
        hub.put("b", "1");
        hub.put("b", "2");
        hub.compact(3);
        hub.put("a", "1");

        assertThat(revisionsOf(client.take())).containsExactly(4L);
    }

    @Test
    void historyThatIsDeletedIsCompacted() {
        hub = new HubFixture(QUIET, 10);
        hub.store.compactElsewhere(8);
        hub.store.purge(8);
        HubFixture.Client client = hub.client();
        client.create(watchAll(3)).create(watchAll(9));
        hub.settle();
        hub.store.compact(8);
        hub.read();

        assertThat(client.stream.watch(0).messages()).containsExactly(new Created(0, 11), new Compacted(0, 8));
        assertThat(client.stream.watch(1).events()).hasSize(3);
    }

    @Test
    void canBeCanceledWhereverItIs() {
        hub = new HubFixture(settings(new WatchSettings.Bound(3, 1 << 20), QUIET.batch(), QUIET.recentBytes()), 10);
        HubFixture.Client client = hub.client();
        client.create(watchAll(3)).create(watchAll(4)).create(watchAll(5));
        client.session.cancel(0);
        hub.settle();
        client.session.cancel(1);
        hub.settle();
        client.allow(0);
        hub.read();
        hub.put("a", "1");
        hub.put("a", "2");
        hub.put("a", "3");
        client.session.cancel(2);
        hub.read();
        client.allow(Integer.MAX_VALUE);
        hub.read();
        hub.put("a", "4");

        assertThat(client.take()).contains(new Cancelled(0, 11), new Cancelled(1, 11), new Cancelled(2, 14));
        assertThat(client.stream.open()).isEmpty();
        assertThat(hub.hub.counts().catchingUp()).isZero();
        assertThat(hub.hub.counts().live()).isZero();
    }

    @Test
    void triesAgainAfterAFailedReadButNotAtOnce() {
        hub = new HubFixture(QUIET, 10);
        HubFixture.Client client = hub.client();
        client.create(watchAll(3));
        hub.store.unreachable(true);
        hub.read();
        assertThat(hub.hub.counts().logReads()).isEqualTo(1);

        hub.advance(Duration.ofMillis(49));
        assertThat(hub.reads).isEmpty();
        hub.advance(Duration.ofMillis(1));
        assertThat(hub.reads).hasSize(1);
        hub.read();
        hub.store.unreachable(false);
        hub.advance(Duration.ofMillis(100));
        hub.read();

        assertThat(revisionsOf(client.take())).containsExactly(range(3, 11));
    }

    @Test
    void doublesThePauseWithEachFailureAndForgetsItWithASuccess() {
        hub = new HubFixture(QUIET, 10);
        HubFixture.Client client = hub.client();
        client.create(watchAll(3));
        hub.store.unreachable(true);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            hub.read();
            pauses.add(hub.hub.step() / 1_000_000);
            hub.advance(Duration.ofNanos(hub.hub.step()));
        }
        assertThat(pauses).containsExactly(50L, 100L, 200L, 400L, 800L, 1600L, 2000L, 2000L);

        hub.store.unreachable(false);
        hub.read();
        hub.store.unreachable(true);
        client.create(watchAll(3));
        hub.read();
        assertThat(hub.hub.step()).isEqualTo(50_000_000);
    }

    @Test
    void loadsOnlyThePreviousValuesThatAreWanted() {
        for (int i = 2; i <= 5; i++) {
            hub.store.txn().put("a", "1").put("b", "1").commit();
        }
        hub.reset();
        hub.store.forgetCachedValues();
        hub.client().create(watchAll(2)).create(withPrevious(watchFrom("a", 2)));
        hub.read();

        assertThat(hub.store.valuesLoaded()).isEqualTo(3);
    }

    @Test
    void aPreviousVersionThatIsUnknownAndNotCompactedIsWaitedFor() {
        hub = new HubFixture(QUIET, 1);
        hub.store.put("k0", "again");
        hub.reset();
        hub.store.forgetVersions(3);
        HubFixture.Client client = hub.client();
        client.create(withPrevious(watchAll(3)));
        hub.read();

        assertThat(client.take()).containsExactly(new Created(0, 3));
        hub.compact(3);
        hub.advance(Duration.ofSeconds(1));
        hub.read();
        assertThat(client.stream.watch(0).events()).hasSize(1);
    }

    @Test
    void sleepsUntilAFailedReadMayBeTriedAgain() {
        hub = new HubFixture(QUIET, 10);
        hub.client().create(watchAll(3));
        hub.store.unreachable(true);
        hub.read();

        assertThat(hub.hub.step()).isEqualTo(Duration.ofMillis(50).toNanos());
    }

    @Test
    void aLargePreviousValueDoesNotMakeAReadBoundless() {
        hub = new HubFixture(settings(QUIET.outbox(), new WatchSettings.Bound(1000, 10_000), QUIET.recentBytes()), 200);
        for (int i = 0; i < 200; i++) {
            hub.store.delete("k" + i);
        }
        hub.reset();
        hub.store.forgetCachedValues();
        HubFixture.Client client = hub.client();
        client.create(withPrevious(watchAll(202)));
        hub.read();

        assertThat(client.stream.watch(0).events()).hasSize(200);
        assertThat(hub.hub.counts().logReads()).isGreaterThan(1);
    }

    @Test
    void aPreviousValueThatIsGoneAndNotCompactedIsWaitedFor() {
        hub = new HubFixture(QUIET, 2);
        hub.store.put("k0", "again");
        hub.reset();
        hub.store.forgetCachedValues();
        hub.store.compactElsewhere(4);
        hub.store.purge(4);
        HubFixture.Client client = hub.client();
        client.create(withPrevious(watchAll(4)));
        hub.read();
        assertThat(client.take()).containsExactly(new Created(0, 4));

        hub.compact(4);
        hub.advance(Duration.ofSeconds(1));
        hub.read();
        assertThat(client.stream.watch(0).events())
                .singleElement()
                .extracting(WatchEvent::previous)
                .isNull();
    }

    @Test
    void missedEntriesAreReadFromTheLog() {
        HubFixture.Client client = hub.client();
        client.create(watch("a")).create(watchFrom("a", 40));
        hub.settle();
        hub.put("a", "at 2");
        hub.store.put("a", "missed, at 3");
        hub.store.put("b", "missed, at 4");
        hub.reset();
        hub.put("a", "at 5");
        assertThat(hub.hub.counts().live()).isEqualTo(1);
        hub.read();
        hub.put("a", "at 6");

        assertThat(client.stream.watch(0).events())
                .extracting(event -> event.current().modRevision())
                .containsExactly(2L, 3L, 5L, 6L);
        assertThat(client.stream.watch(1).events()).isEmpty();
    }

    @Test
    void missedEntriesThatArePurgedCancelTheWatch() {
        HubFixture.Client client = hub.client();
        client.create(watch("a")).create(watch("z"));
        hub.settle();
        for (int i = 2; i <= 9; i++) {
            hub.store.put("a", "missed");
        }
        hub.store.compact(8);
        hub.store.purge(8);
        hub.reset();
        hub.hub.compacted(8);
        hub.read();
        hub.put("a", "1");

        assertThat(client.take())
                .containsExactly(new Created(0, 1), new Created(1, 1), new Compacted(0, 8), new Compacted(1, 8));
    }

    @Test
    void aResetToAnEarlierRevisionEndsEveryStream() {
        hub = new HubFixture(QUIET, 10);
        HubFixture.Client client = hub.client();
        client.create(watchAll(0));
        hub.hub.compacted(8);
        hub.hub.reset(5);
        hub.settle();
        HubFixture.Client later = hub.client();
        later.create(watchAll(3));
        hub.settle();

        assertThat(client.stream.closedWith()).isEqualTo(Refusal.UNAVAILABLE);
        assertThat(later.take()).containsExactly(new Created(0, 5));
    }

    @Test
    void aBacklogBeyondItsBoundIsDroppedAndReadAgain() {
        hub = new HubFixture(new WatchSettings(
                QUIET.progressNotifyInterval(),
                QUIET.pushProgressInterval(),
                QUIET.outbox(),
                QUIET.batch(),
                QUIET.recentBytes(),
                500,
                QUIET.concurrentReads(),
                QUIET.unansweredRequests(),
                QUIET.watchesPerStream(),
                QUIET.total()));
        HubFixture.Client client = hub.client();
        client.create(watch("a"));
        hub.settle();
        for (int i = 2; i <= 50; i++) {
            hub.store.put("a", "at " + i);
            hub.tell();
        }
        hub.read();
        hub.put("a", "live");

        assertThat(hub.hub.counts().backlogsSkipped()).isEqualTo(1);
        assertThat(revisionsOf(client.take())).containsExactly(range(2, 51));
    }
}
