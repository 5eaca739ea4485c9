package io.evenkeel.watch;

import static io.evenkeel.watch.HubFixture.watch;
import static io.evenkeel.watch.HubFixture.watchAll;
import static io.evenkeel.watch.HubFixture.watchFrom;
import static io.evenkeel.watch.HubFixture.withProgress;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Key;
import io.evenkeel.watch.WatchMessage.Events;
import io.evenkeel.watch.WatchMessage.Progress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PushedProgressTest {

    private static final Duration INTERVAL = Duration.ofMillis(10);
    private static final WatchSettings SETTINGS = WatchSettings.DEFAULT.withPushProgressInterval(INTERVAL);

    /** How far apart the hub looks over its sessions at least. */
    private static final Duration ROUND = INTERVAL.dividedBy(4);

    private HubFixture hub = new HubFixture(SETTINGS);

    @AfterEach
    void keepsEveryPromise() {
        assertThat(hub.violations()).isEmpty();
    }

    /** A client whose stream was left in peace for the interval. */
    private HubFixture.Client watching(WatchRequest... requests) {
        HubFixture.Client client = hub.client();
        for (WatchRequest request : requests) {
            client.create(request);
        }
        hub.settle();
        hub.advance(INTERVAL.multipliedBy(requests.length));
        client.take();
        return client;
    }

    @Test
    void tellsAQuietWatchAtOnceThatTheHeadHasMoved() {
        HubFixture.Client client = watching(withProgress(watch("a")));
        hub.put("b", "1");

        assertThat(client.take()).containsExactly(new Progress(0, 2));
    }

    @Test
    void tellsOnlyThoseWhoAskedForProgress() {
        HubFixture.Client client = watching(withProgress(watch("a")), watch("c"));
        HubFixture.Client other = watching(watch("a"));
        hub.put("b", "1");

        assertThat(client.take()).containsExactly(new Progress(0, 2));
        assertThat(other.take()).isEmpty();
    }

    @Test
    void leavesAStreamInPeaceForTheInterval() {
        HubFixture.Client client = watching(withProgress(watch("a")));
        hub.put("b", "1");
        client.take();
        hub.put("b", "2");
        hub.put("b", "3");
        hub.advance(INTERVAL.minusNanos(1));
        assertThat(client.take()).isEmpty();
        hub.advance(ROUND);

        assertThat(client.take()).containsExactly(new Progress(0, 4));
    }

    @Test
    void sleepsUntilTheIntervalIsOver() {
        watching(withProgress(watch("a")));
        hub.put("b", "1");
        hub.put("b", "2");
        assertThat(hub.hub.step()).isEqualTo(ROUND.toNanos());
        hub.advance(ROUND);

        assertThat(hub.hub.step()).isEqualTo(INTERVAL.minus(ROUND).toNanos());
    }

    @Test
    void waitsTheIntervalAfterAnEventToo() {
        HubFixture.Client client = watching(withProgress(watch("a")));
        hub.put("a", "1");
        hub.put("b", "1");
        assertThat(client.take()).singleElement().isInstanceOf(Events.class);
        hub.advance(INTERVAL);

        assertThat(client.take()).containsExactly(new Progress(0, 3));
    }

    @Test
    void doesNotRepeatWhatTheClientKnows() {
        HubFixture.Client client = watching(withProgress(watch("a")));
        hub.put("a", "1");
        hub.put("b", "1");
        client.session.requestProgress();
        hub.settle();
        assertThat(client.take()).last().isEqualTo(new Progress(-1, 3));
        hub.advance(INTERVAL);
        hub.advance(INTERVAL);

        assertThat(client.take()).isEmpty();
    }

    @Test
    void saysNothingWhileTheHeadIsWhatTheClientKnows() {
        HubFixture.Client client = watching(withProgress(watch("a")));
        HubFixture.Client restless = watching(watch("z"), watch("z"), watch("z"));
        restless.session.cancel(0);
        hub.settle();
        hub.advance(INTERVAL);
        assertThat(client.take()).as("after its create").isEmpty();

        hub.put("a", "1");
        restless.session.cancel(1);
        hub.settle();
        hub.advance(INTERVAL);
        assertThat(client.take()).as("after an event").singleElement().isInstanceOf(Events.class);

        hub.put("b", "1");
        restless.session.cancel(2);
        hub.settle();
        hub.advance(INTERVAL);
        assertThat(client.take()).as("after progress").containsExactly(new Progress(0, 3));
    }

    @Test
    void waitsNoLongerForAWatchThatIsCanceled() {
        HubFixture.Client client = watching(withProgress(watch("a")), watchFrom("a", 99));
        hub.put("b", "1");
        hub.advance(INTERVAL);
        client.session.cancel(1);
        hub.settle();
        hub.advance(INTERVAL);

        assertThat(client.take()).containsExactly(new WatchMessage.Cancelled(1, 2), new Progress(0, 2));
    }

    @Test
    void waitsUntilEveryWatchOfTheStreamIsInStep() {
        hub = new HubFixture(SETTINGS, 3);
        HubFixture.Client client = watching(withProgress(watch("a")), watchAll(2));
        hub.put("b", "1");
        hub.advance(INTERVAL);
        assertThat(client.take()).isEmpty();
        hub.read();
        hub.advance(INTERVAL);

        List<WatchMessage> messages = client.take();
        assertThat(messages.getFirst()).isInstanceOf(Events.class);
        assertThat(messages.getLast()).isEqualTo(new Progress(0, 5));
    }

    @Test
    void waitsForAStartThatIsNotReached() {
        HubFixture.Client client = watching(withProgress(watch("a")), watchFrom("a", 3));
        hub.put("b", "1");
        assertThat(client.take()).isEmpty();
        hub.put("b", "2");
        hub.advance(ROUND);

        assertThat(client.take()).containsExactly(new Progress(0, 3));
    }

    @Test
    void sendsAStreamThatDoesNotReadNoMoreThanOne() {
        HubFixture.Client client = watching(withProgress(watch("a")));
        client.allow(0);
        for (int i = 0; i < 20; i++) {
            hub.put("b", "1");
            hub.advance(INTERVAL);
        }
        client.allow(100);
        assertThat(client.take()).containsExactly(new Progress(0, 2));
        hub.advance(INTERVAL);

        assertThat(client.take()).containsExactly(new Progress(0, 21));
    }

    @Test
    void spreadsManyWatchesOfAStreamOverManyIntervals() {
        HubFixture.Client client =
                watching(withProgress(watch("a")), withProgress(watch("c")), withProgress(watch("d")));
        hub.put("b", "1");
        assertThat(client.take()).containsExactly(new Progress(0, 2), new Progress(1, 2), new Progress(2, 2));
        hub.put("b", "2");
        hub.advance(INTERVAL.multipliedBy(2));
        assertThat(client.take()).isEmpty();
        hub.advance(INTERVAL.plus(ROUND));

        assertThat(client.take()).containsExactly(new Progress(0, 3), new Progress(1, 3), new Progress(2, 3));
    }

    @Test
    void goesOnWithTheRestWhenTheStreamHasTakenWhatFits() {
        WatchSettings d = SETTINGS;
        hub = new HubFixture(new WatchSettings(
                d.progressNotifyInterval(),
                d.pushProgressInterval(),
                new WatchSettings.Bound(2, 1000),
                d.batch(),
                d.recentBytes(),
                d.backlogBytes(),
                d.concurrentReads(),
                d.unansweredRequests(),
                d.watchesPerStream(),
                d.total()));
        HubFixture.Client client =
                watching(withProgress(watch("a")), withProgress(watch("c")), withProgress(watch("d")));
        client.allow(0);
        hub.put("b", "1");
        assertThat(hub.hub.counts().progressSent()).isEqualTo(2);
        client.allow(9);
        hub.advance(INTERVAL);

        assertThat(client.take()).containsExactly(new Progress(0, 2), new Progress(1, 2), new Progress(2, 2));
    }

    @Test
    void forgetsStreamsThatAreGone() {
        HubFixture.Client client = watching(withProgress(watch("a")));
        client.session.close();
        hub.settle();
        hub.put("b", "1");
        hub.put("b", "2");

        assertThat(hub.hub.step()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void tellsAWatchThatHasCaughtUpWithNothingToReport() {
        hub = new HubFixture(SETTINGS, 3);
        HubFixture.Client client = watching(withProgress(watchFrom("none", 2)));
        hub.read();
        hub.advance(INTERVAL);

        assertThat(client.take()).containsExactly(new Progress(0, 4));
    }

    @Test
    void tellsAtOnceWhereSomebodyWaits() {
        HubFixture.Client client = watching(withProgress(watch("a")));
        HubFixture.Client other = watching(withProgress(watch("b")));
        hub.put("z", "1");
        client.take();
        other.take();
        hub.put("z", "2");
        hub.hub.wantProgress(Key.of("a").fingerprint(), 3);
        hub.settle();

        assertThat(client.take()).containsExactly(new Progress(0, 3));
        assertThat(other.take()).as("a watch that begins elsewhere").isEmpty();
    }

    @Test
    void tellsWhoeverWaitsOnlyWhatHelps() {
        HubFixture.Client client = watching(withProgress(watch("a")));
        hub.put("a", "1");
        client.take();
        hub.put("z", "1");
        hub.hub.wantProgress(Key.of("a").fingerprint(), 2);
        hub.settle();
        assertThat(client.take()).as("an event of revision 2 was sent").isEmpty();

        hub.hub.wantProgress(Key.of("a").fingerprint(), 5);
        hub.put("z", "2");
        assertThat(client.take()).as("the head is not there yet").isEmpty();
        hub.put("z", "3");
        assertThat(client.take()).containsExactly(new Progress(0, 5));
        hub.put("z", "4");
        assertThat(client.take()).as("told once").isEmpty();
    }

    @Test
    void tellsOfAWishWhenTheStreamIsInStepAgain() {
        hub = new HubFixture(SETTINGS, 3);
        HubFixture.Client client = watching(withProgress(watch("a")), watchAll(2));
        hub.put("z", "1");
        hub.hub.wantProgress(Key.of("a").fingerprint(), 5);
        hub.settle();
        assertThat(client.take()).isEmpty();
        hub.read();

        List<WatchMessage> messages = client.take();
        assertThat(messages.getFirst()).isInstanceOf(Events.class);
        assertThat(messages.getLast()).isEqualTo(new Progress(0, 5));
    }

    @Test
    void tellsOfAWishWhenThereIsRoomAgain() {
        HubFixture.Client client = watching(withProgress(watch("a")));
        client.allow(0);
        WatchSettings.Bound outbox = SETTINGS.outbox();
        for (int i = 0; i < outbox.count(); i++) {
            hub.put("a", "1");
        }
        hub.put("z", "1");
        long head = outbox.count() + 2;
        hub.hub.wantProgress(Key.of("a").fingerprint(), head);
        hub.settle();
        client.allow(outbox.count() + 1);
        hub.settle();

        assertThat(client.take()).last().isEqualTo(new Progress(0, head));
    }

    @Test
    void tellsNobodyOfAWishWhoHasNotAskedForProgress() {
        HubFixture.Client client = watching(watch("a"));
        hub.put("z", "1");
        hub.hub.wantProgress(Key.of("a").fingerprint(), 2);
        hub.settle();

        assertThat(client.take()).isEmpty();
    }

    @Test
    void isTurnedOffByAnIntervalOfZero() {
        hub = new HubFixture(HubFixture.QUIET);
        HubFixture.Client client = watching(withProgress(watch("a")));
        hub.put("b", "1");
        hub.advance(INTERVAL);

        assertThat(client.take()).isEmpty();
    }
}
