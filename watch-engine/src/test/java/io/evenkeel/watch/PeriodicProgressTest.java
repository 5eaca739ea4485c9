package io.evenkeel.watch;

import static io.evenkeel.watch.HubFixture.QUIET;
import static io.evenkeel.watch.HubFixture.watch;
import static io.evenkeel.watch.HubFixture.watchAll;
import static io.evenkeel.watch.HubFixture.watchFrom;
import static io.evenkeel.watch.HubFixture.withProgress;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.watch.WatchMessage.Progress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PeriodicProgressTest {

    private static final Duration TICK = Duration.ofSeconds(11);

    private final WatchSettings settings = QUIET.withProgressNotifyInterval(Duration.ofSeconds(10));
    private HubFixture hub = new HubFixture(settings);

    private HubFixture.Client watching(WatchRequest... requests) {
        HubFixture.Client client = hub.client();
        for (WatchRequest request : requests) {
            client.create(request);
        }
        hub.settle();
        client.take();
        return client;
    }

    @Test
    void tellsThoseWhoAskedForItAndNotBeforeTheInterval() {
        HubFixture.Client client = watching(withProgress(watch("a")), watch("b"), withProgress(watch("c")));
        hub.put("z", "1");
        hub.advance(Duration.ofSeconds(10).minusNanos(1));
        assertThat(client.take()).isEmpty();
        hub.advance(Duration.ofSeconds(1));

        assertThat(client.take()).containsExactly(new Progress(0, 2), new Progress(2, 2));
    }

    @Test
    void repeatsItWhetherOrNotTheHeadMoves() {
        HubFixture.Client client = watching(withProgress(watch("a")));
        hub.advance(TICK);
        hub.advance(TICK);
        hub.advance(TICK);

        assertThat(client.take()).hasSize(3).containsOnly(new Progress(0, 1));
    }

    @Test
    void passesOverAWatchThatHadEventsSinceTheLastTick() {
        HubFixture.Client client = watching(withProgress(watch("a")));
        hub.put("a", "1");
        hub.advance(TICK);
        assertThat(client.take()).noneMatch(Progress.class::isInstance);
        hub.advance(TICK);

        assertThat(client.take()).containsExactly(new Progress(0, 2));
    }

    @Test
    void passesOverAWatchThatIsBehindButNotItsNeighbours() {
        hub = new HubFixture(settings, 3);
        HubFixture.Client client = watching(withProgress(watchAll(2)), withProgress(watch("a")));
        hub.advance(TICK);

        assertThat(client.take()).containsExactly(new Progress(1, 4));
    }

    @Test
    void passesOverAStartThatIsNotReached() {
        HubFixture.Client client = watching(withProgress(watchFrom("a", 2)));
        hub.advance(TICK);
        assertThat(client.take()).isEmpty();
        hub.put("b", "1");
        hub.advance(TICK);

        assertThat(client.take()).containsExactly(new Progress(0, 2));
    }

    @Test
    void holdsNoMoreThanItsOutboxForAStreamThatDoesNotRead() {
        HubFixture.Client client = watching(withProgress(watch("a")));
        client.allow(0);
        for (int i = 0; i < 2 * settings.outbox().count(); i++) {
            hub.advance(TICK);
        }

        assertThat(hub.hub.counts().progressSent()).isEqualTo(settings.outbox().count());
    }

    @Test
    void streamsDoNotTickTogether() {
        List<HubFixture.Client> clients =
                List.of(watching(withProgress(watch("a"))), watching(withProgress(watch("a"))));
        int together = 0;
        hub.nanos += Duration.ofSeconds(10).toNanos();
        for (int i = 0; i < 1000; i++) {
            hub.advance(Duration.ofMillis(1));
            boolean first = !clients.get(0).take().isEmpty();
            boolean second = !clients.get(1).take().isEmpty();
            together += first && second ? 1 : 0;
        }

        assertThat(together).isZero();
    }

    @Test
    void sleepsUntilTheNextTick() {
        watching(withProgress(watch("a")));
        long idle = hub.hub.step();

        assertThat(Duration.ofNanos(idle)).isBetween(Duration.ofSeconds(10), TICK);
        hub.nanos += idle - 1;
        assertThat(hub.hub.step()).isEqualTo(1);
    }

    @Test
    void forgetsStreamsThatAreGone() {
        HubFixture.Client client = watching(withProgress(watch("a")));
        client.session.close();
        hub.settle();

        assertThat(hub.hub.step()).isEqualTo(Long.MAX_VALUE);
    }
}
