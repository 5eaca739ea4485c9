package io.evenkeel.watch;

import static io.evenkeel.watch.HubFixture.QUIET;
import static io.evenkeel.watch.HubFixture.watch;
import static io.evenkeel.watch.HubFixture.watchAll;
import static io.evenkeel.watch.HubFixture.watchFrom;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.watch.WatchMessage.Compacted;
import io.evenkeel.watch.WatchMessage.Progress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RequestedProgressTest {

    private HubFixture hub = new HubFixture();

    @AfterEach
    void keepsEveryPromise() {
        assertThat(hub.violations()).isEmpty();
    }

    private HubFixture.Client watching(WatchRequest... requests) {
        HubFixture.Client client = hub.client();
        for (WatchRequest request : requests) {
            client.create(request);
        }
        hub.settle();
        client.take();
        return client;
    }

    private void ask(HubFixture.Client client) {
        client.session.requestProgress();
        hub.settle();
    }

    @Test
    void saysTheHeadForTheWholeStream() {
        HubFixture.Client client = watching(watch("a"), watch("b"));
        hub.put("c", "1");
        ask(client);

        assertThat(client.take()).containsExactly(new Progress(-1, 2));
    }

    @Test
    void comesBehindEventsAlreadySent() {
        HubFixture.Client client = watching(watch("a"));
        hub.store.put("a", "1");
        hub.tell();
        ask(client);

        List<WatchMessage> messages = client.take();
        assertThat(messages).hasSize(2);
        assertThat(messages.getLast()).isEqualTo(new Progress(-1, 2));
    }

    @Test
    void saysNothingToAStreamWithoutAWatch() {
        HubFixture.Client client = watching();
        ask(client);
        client.create(watch("a"));
        hub.settle();
        hub.put("a", "1");

        assertThat(client.take()).noneMatch(Progress.class::isInstance);
    }

    @Test
    void asksForNoBarrierWithoutAWatch() {
        HubFixture.Client client = watching();
        hub.store.holdBarriers();
        ask(client);

        assertThat(hub.store.heldBarriers()).isZero();
    }

    @Test
    void holdsNoMoreThanItsOutboxForAClientThatAsksWithoutReading() {
        HubFixture.Client client = watching(watch("a"));
        client.allow(0);
        for (int i = 0; i < 2 * QUIET.outbox().count(); i++) {
            ask(client);
        }

        assertThat(hub.hub.counts().progressSent()).isEqualTo(QUIET.outbox().count());
        client.allow(Integer.MAX_VALUE);
        hub.settle();
        assertThat(client.take()).hasSize(QUIET.outbox().count() + 1).containsOnly(new Progress(-1, 1));
    }

    @Test
    void anAnswerToTwoRequestsSatisfiesTheLater() {
        hub = new HubFixture(QUIET, 5);
        HubFixture.Client client = watching(watchAll(2));
        ask(client);
        hub.store.put("a", "acknowledged elsewhere");
        ask(client);
        hub.read();
        assertThat(client.take()).noneMatch(Progress.class::isInstance);
        hub.tell();
        hub.settle();

        assertThat(client.take()).last().isEqualTo(new Progress(-1, 7));
    }

    @Test
    void waitsForAWatchThatIsBehindAndAnswersOnce() {
        hub = new HubFixture(QUIET, 5);
        HubFixture.Client client = watching(watch("a"), watchAll(2));
        ask(client);
        ask(client);
        assertThat(client.take()).isEmpty();
        hub.read();

        List<WatchMessage> messages = client.take();
        assertThat(messages).filteredOn(Progress.class::isInstance).containsExactly(new Progress(-1, 6));
        assertThat(messages.getLast()).isEqualTo(new Progress(-1, 6));
    }

    @Test
    void waitsForAStartThatIsNotReached() {
        HubFixture.Client client = watching(watch("a"), watchFrom("b", 4));
        ask(client);
        hub.put("c", "1");
        hub.put("c", "2");
        assertThat(client.take()).isEmpty();
        hub.put("c", "3");

        assertThat(client.take()).containsExactly(new Progress(-1, 4));
    }

    @Test
    void waitsNoLongerWhenTheStartThatIsNotReachedIsCanceled() {
        HubFixture.Client client = watching(watch("a"), watchFrom("b", 40), watchFrom("b", 1000));
        ask(client);
        client.session.cancel(2);
        hub.put("c", "1");
        assertThat(client.take()).noneMatch(Progress.class::isInstance);
        client.session.cancel(1);
        hub.settle();

        assertThat(client.take()).contains(new Progress(-1, 2));
    }

    @Test
    void isForgottenWithTheLastWatch() {
        HubFixture.Client client = watching(watchFrom("b", 40));
        ask(client);
        client.session.cancel(0);
        hub.settle();
        client.create(watch("a"));
        hub.settle();

        assertThat(client.take()).noneMatch(Progress.class::isInstance);
    }

    @Test
    void isStillAnsweredAfterACompactionHasCanceledAWatch() {
        hub = new HubFixture(QUIET, 8);
        HubFixture.Client client = watching(watch("a"), watchAll(3));
        hub.compact(6);
        ask(client);

        assertThat(client.take()).containsExactly(new Compacted(1, 6), new Progress(-1, 9));
    }

    @Test
    void saysNothingOfWatchesThatAreAllCompacted() {
        hub = new HubFixture(QUIET, 8);
        HubFixture.Client client = watching(watchAll(3));
        hub.compact(6);
        ask(client);

        assertThat(client.take()).containsExactly(new Compacted(0, 6));
    }

    @Test
    void waitsForTheStreamToTakeMessages() {
        HubFixture.Client client = watching(watch("a"));
        client.allow(0);
        ask(client);
        hub.put("b", "1");
        assertThat(client.take()).isEmpty();
        client.allow(9);

        assertThat(client.take()).containsExactly(new Progress(-1, 1));
    }

    @Test
    void isAtLeastWhatWasAcknowledgedElsewhereBeforeItWasAskedFor() {
        HubFixture.Client client = watching(watch("a"));
        hub.store.holdBarriers();
        hub.store.put("a", "committed, not yet told here");
        ask(client);
        assertThat(client.take()).isEmpty();
        hub.store.releaseBarriers(true);
        hub.settle();
        assertThat(client.take()).isEmpty();
        hub.tell();
        hub.settle();

        List<WatchMessage> messages = client.take();
        assertThat(messages).hasSize(2);
        assertThat(messages.getLast()).isEqualTo(new Progress(-1, 2));
    }

    @Test
    void oneBarrierServesAllWhoCameBeforeIt() {
        HubFixture.Client first = watching(watch("a"));
        HubFixture.Client second = watching(watch("a"));
        HubFixture.Client late = watching(watch("a"));
        hub.store.holdBarriers();
        first.session.requestProgress();
        second.session.requestProgress();
        hub.settle();
        ask(late);
        assertThat(hub.store.heldBarriers()).isEqualTo(1);
        hub.store.releaseBarriers(true);
        hub.settle();

        assertThat(first.take()).containsExactly(new Progress(-1, 1));
        assertThat(second.take()).containsExactly(new Progress(-1, 1));
        assertThat(late.take()).isEmpty();
        assertThat(hub.store.heldBarriers()).isEqualTo(1);
        hub.store.releaseBarriers(true);
        hub.settle();
        assertThat(late.take()).containsExactly(new Progress(-1, 1));
    }

    @Test
    void aRequestDuringABarrierPassesTheNextOne() {
        HubFixture.Client client = watching(watch("a"));
        hub.store.holdBarriers();
        ask(client);
        hub.store.put("b", "acknowledged elsewhere after the barrier began");
        ask(client);
        hub.store.releaseBarriers(true);
        hub.settle();
        hub.tell();
        hub.settle();
        hub.store.releaseBarriers(true);
        hub.settle();

        assertThat(client.take()).hasSize(2).last().isEqualTo(new Progress(-1, 2));
    }

    @Test
    void aBarrierThatFailsIsTriedAgainAfterAWhile() {
        HubFixture.Client client = watching(watch("a"));
        hub.store.holdBarriers();
        ask(client);
        hub.store.releaseBarriers(false);
        hub.settle();
        assertThat(hub.store.heldBarriers()).isZero();
        assertThat(hub.hub.step()).isEqualTo(Duration.ofMillis(100).toNanos());
        hub.advance(Duration.ofMillis(100));
        hub.store.releaseBarriers(true);
        hub.settle();

        assertThat(client.take()).containsExactly(new Progress(-1, 1));
    }

    @Test
    void aClientThatIsGoneIsNotAnswered() {
        HubFixture.Client client = watching(watch("a"));
        hub.store.holdBarriers();
        ask(client);
        client.session.close();
        hub.store.releaseBarriers(true);
        hub.settle();

        assertThat(client.take()).isEmpty();
    }
}
