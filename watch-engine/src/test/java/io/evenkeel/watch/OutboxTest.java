package io.evenkeel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.Value;
import io.evenkeel.watch.WatchMessage.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class OutboxTest {

    private static final WatchSettings SETTINGS = new WatchSettings(
            Duration.ofMinutes(10),
            Duration.ZERO,
            new WatchSettings.Bound(3, 1000),
            new WatchSettings.Bound(10, 1000),
            1000,
            1000,
            1,
            2,
            10,
            new WatchSettings.Total(1 << 20, 5000));

    private final List<WatchMessage> sent = new ArrayList<>();
    private final List<Refusal> closed = new ArrayList<>();
    private final List<Long> sentFor = new ArrayList<>();
    private Executor thread = Runnable::run;
    private int ready;
    private int emptied;
    private Runnable whenEmptied = () -> {};
    private int broken;
    private Runnable whenSending = () -> {};

    private final OutboxBytes total = new OutboxBytes(SETTINGS.total().outboxBytes());

    private final Outbox outbox = new Outbox(
            new WatchStream() {
                @Override
                public void execute(Runnable sending) {
                    thread.execute(sending);
                }

                @Override
                public boolean isReady() {
                    return ready > 0;
                }

                @Override
                public void send(WatchMessage message) {
                    ready--;
                    sent.add(message);
                    whenSending.run();
                }

                @Override
                public void close(Refusal reason) {
                    closed.add(reason);
                }
            },
            SETTINGS,
            total,
            () -> {
                emptied++;
                whenEmptied.run();
            },
            () -> broken++,
            sentFor::add);

    private void offer(WatchMessage message) {
        outbox.offer(message, OptionalLong.empty());
    }

    private static WatchMessage message(long revision) {
        return new Progress(0, revision);
    }

    @Test
    void sendsWhileTheStreamIsReadyAndKeepsTheRest() {
        ready = 2;
        offer(message(1));
        offer(message(2));
        offer(message(3));
        assertThat(sent).containsExactly(message(1), message(2));
        ready = 1;
        outbox.drain();

        assertThat(sent).containsExactly(message(1), message(2), message(3));
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void isFullAtItsCountAndHasRoomOnceOneIsSent() {
        offer(message(1));
        offer(message(2));
        assertThat(outbox.hasRoom()).isTrue();
        offer(message(3));
        assertThat(outbox.hasRoom()).isFalse();
        ready = 1;
        outbox.drain();

        assertThat(outbox.hasRoom()).isTrue();
    }

    private static WatchMessage large() {
        WatchEvent event = new WatchEvent(
                false, new WatchEvent.KeyValue(Key.of("k"), Value.wrap(new byte[2000]), 2, 2, 1, 0), null);
        return new WatchMessage.Events(0, 2, List.of(event), false);
    }

    @Test
    void isFullAtItsBytes() {
        offer(large());
        assertThat(outbox.hasRoom()).isFalse();
        ready = 1;
        outbox.drain();

        assertThat(outbox.hasRoom()).isTrue();
    }

    @Test
    void whatIsSentCountsAmongAllUntilTheStreamTakesMore() {
        ready = 1;
        offer(large());
        assertThat(sent).hasSize(1);
        assertThat(total.get()).isPositive();
        ready = 1;
        outbox.drain();

        assertThat(total.get()).isZero();
    }

    @Test
    void hasRoomForOneMessageAtATimeWhenAllStreamsTogetherHaveNone() {
        total.add(SETTINGS.total().outboxBytes());
        assertThat(outbox.hasRoom()).isTrue();
        ready = 1;
        offer(large());
        assertThat(sent).hasSize(1);
        assertThat(outbox.hasRoom()).as("before it is taken").isFalse();
        ready = 1;
        outbox.drain();

        assertThat(outbox.hasRoom()).isTrue();
    }

    @Test
    void signalsWhenTheLastMessageIsTakenTooWhileAllStreamsTogetherHaveNoRoom() {
        total.add(SETTINGS.total().outboxBytes());
        ready = 1;
        offer(message(1));
        outbox.signalWhenEmpty();
        assertThat(emptied).isZero();
        ready = 1;
        outbox.drain();

        assertThat(emptied).isEqualTo(1);
    }

    @Test
    void countsNothingAmongAllOnceItHasEnded() {
        ready = 1;
        offer(large());
        offer(large());
        outbox.abandon();
        offer(large());

        assertThat(total.get()).isZero();
    }

    @Test
    void countsNothingAmongAllWhenTheStreamFails() {
        ready = 10;
        whenSending = () -> {
            throw new IllegalStateException("call already closed");
        };
        offer(large());

        assertThat(total.get()).isZero();
    }

    @Test
    void signalsOnceWhenAllIsSent() {
        offer(message(1));
        offer(message(2));
        outbox.signalWhenEmpty();
        ready = 1;
        outbox.drain();
        assertThat(emptied).isZero();
        ready = 1;
        outbox.drain();
        ready = 1;
        offer(message(3));

        assertThat(emptied).isEqualTo(1);
    }

    @Test
    void signalsAtOnceWhenNothingIsQueued() {
        outbox.signalWhenEmpty();

        assertThat(emptied).isEqualTo(1);
    }

    @Test
    void sendsNothingOutOfTurnWhenTheStreamCallsBack() {
        ready = 10;
        List<Integer> depth = new ArrayList<>();
        whenSending = () -> {
            depth.add(sent.size());
            if (sent.size() == 1) {
                offer(message(2));
                outbox.drain();
                assertThat(sent).hasSize(1);
            }
        };
        offer(message(1));

        assertThat(sent).containsExactly(message(1), message(2));
        assertThat(depth).containsExactly(1, 2);
    }

    @Test
    void sendsWhatIsOfferedWhenAllSeemsSent() {
        offer(message(1));
        outbox.signalWhenEmpty();
        whenEmptied = () -> offer(message(2));
        ready = 10;
        outbox.drain();

        assertThat(sent).containsExactly(message(1), message(2));
    }

    @Test
    void sendsOnTheThreadOfTheStreamAloneWhichIsToldOnce() {
        List<Runnable> tasks = new ArrayList<>();
        thread = tasks::add;
        ready = 10;
        offer(message(1));
        offer(message(2));
        outbox.signalWhenEmpty();
        outbox.drain();
        assertThat(sent).isEmpty();
        assertThat(emptied).isZero();
        assertThat(tasks).hasSize(1);

        tasks.removeFirst().run();
        assertThat(sent).containsExactly(message(1), message(2));
        assertThat(emptied).isEqualTo(1);

        outbox.end(Refusal.STOPPED);
        assertThat(closed).isEmpty();
        tasks.removeFirst().run();
        assertThat(closed).containsExactly(Refusal.STOPPED);
        assertThat(tasks).isEmpty();
    }

    @Test
    void tellsOnceForWhatItWasCalledWhenThatIsSent() {
        List<Runnable> tasks = new ArrayList<>();
        thread = tasks::add;
        ready = 10;
        outbox.offer(message(1), OptionalLong.of(11));
        outbox.offer(message(2), OptionalLong.of(12));
        whenSending = () -> assertThat(sentFor).isEmpty();
        tasks.removeFirst().run();
        assertThat(sentFor).containsExactly(11L);

        whenSending = () -> {};
        offer(message(3));
        tasks.removeFirst().run();
        assertThat(sentFor).containsExactly(11L);
    }

    @Test
    void isBrokenOnceTheThreadOfTheStreamIsGone() {
        thread = task -> {
            throw new RejectedExecutionException();
        };
        offer(message(1));
        offer(message(2));

        assertThat(broken).isEqualTo(1);
        assertThat(outbox.admit()).isFalse();
    }

    @Test
    void endsOnceWithTheFirstReasonAndSendsNoMore() {
        offer(message(1));
        outbox.end(Refusal.STOPPED);
        outbox.end(Refusal.UNAVAILABLE);
        outbox.abandon();
        ready = 10;
        outbox.drain();
        offer(message(2));

        assertThat(closed).containsExactly(Refusal.STOPPED);
        assertThat(sent).isEmpty();
        assertThat(outbox.admit()).isFalse();
    }

    @Test
    void doesNotTellAClientThatIsGone() {
        outbox.abandon();
        outbox.end(Refusal.STOPPED);

        assertThat(closed).isEmpty();
    }

    @Test
    void endsTheStreamOfWhoHasTooManyUnanswered() {
        assertThat(outbox.admit()).isTrue();
        assertThat(outbox.admit()).isTrue();
        assertThat(outbox.admit()).isFalse();

        assertThat(closed).containsExactly(Refusal.TOO_MANY_REQUESTS);
        assertThat(broken).isEqualTo(1);
    }

    @Test
    void anAnswerCountsAsGivenOnceTheStreamTookIt() {
        outbox.admit();
        outbox.admit();
        offer(new WatchMessage.Created(0, 1));
        outbox.answeredBySilence();
        assertThat(outbox.admit()).isTrue();
        ready = 1;
        outbox.drain();

        assertThat(outbox.admit()).isTrue();
        assertThat(closed).isEmpty();
    }

    @Test
    void takesAStreamThatFailsForGone() {
        ready = 10;
        whenSending = () -> {
            throw new IllegalStateException("call already closed");
        };
        offer(message(1));
        offer(message(2));

        assertThat(sent).containsExactly(message(1));
        assertThat(broken).isEqualTo(1);
        assertThat(closed).isEmpty();
    }
}
