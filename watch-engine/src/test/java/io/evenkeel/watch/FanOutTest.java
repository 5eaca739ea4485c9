package io.evenkeel.watch;

import static io.evenkeel.watch.HubFixture.watch;
import static io.evenkeel.watch.HubFixture.watchAll;
import static io.evenkeel.watch.HubFixture.watchFrom;
import static io.evenkeel.watch.HubFixture.withPrevious;
import static io.evenkeel.watch.HubFixture.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.watch.WatchEvent.KeyValue;
import io.evenkeel.watch.WatchMessage.Created;
import io.evenkeel.watch.WatchMessage.Events;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FanOutTest {

    private final HubFixture hub = new HubFixture();
    private final HubFixture.Client client = hub.client();

    @AfterEach
    void keepsEveryPromise() {
        assertThat(hub.violations()).isEmpty();
    }

    @Test
    void tellsWhatComesAfterTheCreateOnly() {
        hub.put("a", "1");
        client.create(watch("a"));
        hub.settle();
        hub.put("a", "2");

        KeyValue second = new KeyValue(Key.of("a"), Value.of("2"), 2, 3, 2, 0);
        assertThat(client.take())
                .containsExactly(
                        new Created(0, 2), new Events(0, 3, List.of(new WatchEvent(false, second, null)), false));
    }

    @Test
    void aDeleteHasOnlyKeyAndRevision() {
        client.create(watch("a"));
        hub.settle();
        hub.put("a", "1");
        client.take();
        hub.delete("a");

        KeyValue gone = new KeyValue(Key.of("a"), Value.EMPTY, 0, 3, 0, 0);
        assertThat(client.take()).containsExactly(new Events(0, 3, List.of(new WatchEvent(true, gone, null)), false));
    }

    @Test
    void tellsARevisionInOneMessageInTheOrderOfItsChanges() {
        client.create(watchAll(0)).create(watch(KeyRange.between(Key.of("a"), Key.of("c")), 0));
        hub.settle();
        client.take();
        hub.store.txn().put("c", "1").put("b", "1").put("a", "1").commit();
        hub.tell();
        hub.settle();

        assertThat(client.stream.watch(0).batches()).hasSize(1);
        assertThat(keys(client.stream.watch(0).events())).containsExactly("c", "b", "a");
        assertThat(client.stream.watch(1).batches()).hasSize(1);
        assertThat(keys(client.stream.watch(1).events())).containsExactly("b", "a");
    }

    private static List<String> keys(List<WatchEvent> events) {
        return events.stream().map(event -> event.current().key().toString()).toList();
    }

    @Test
    void leavesOutWhatIsFiltered() {
        client.create(without(watch("a"), WatchRequest.Filter.NO_PUT))
                .create(without(watch("a"), WatchRequest.Filter.NO_DELETE));
        hub.settle();
        hub.put("a", "1");
        hub.delete("a");

        assertThat(client.stream.watch(0).events())
                .allMatch(WatchEvent::isDelete)
                .hasSize(1);
        assertThat(client.stream.watch(1).events())
                .noneMatch(WatchEvent::isDelete)
                .hasSize(1);
    }

    @Test
    void addsThePreviousValueExceptToACreate() {
        client.create(withPrevious(watch("a")));
        hub.settle();
        hub.store.txn().put("a", "1", 77).commit();
        hub.tell();
        hub.put("a", "2");
        hub.delete("a");

        List<WatchEvent> events = client.stream.watch(0).events();
        assertThat(events).hasSize(3);
        assertThat(events.get(0).previous()).isNull();
        assertThat(events.get(1).previous()).isEqualTo(new KeyValue(Key.of("a"), Value.of("1"), 2, 2, 1, 77));
        assertThat(events.get(2).previous()).isEqualTo(new KeyValue(Key.of("a"), Value.of("2"), 2, 3, 2, 0));
    }

    @Test
    void addsNoPreviousValueToACreateAfterADelete() {
        hub.put("a", "1");
        hub.delete("a");
        client.create(withPrevious(watch("a")));
        hub.settle();
        hub.put("a", "2");

        assertThat(client.stream.watch(0).events())
                .singleElement()
                .extracting(WatchEvent::previous)
                .isNull();
    }

    @Test
    void sharesOneEventAmongAllWatchersOfAKind() {
        HubFixture.Client other = hub.client();
        hub.put("a", "1");
        client.create(watch("a")).create(watchAll(0)).create(withPrevious(watch("a")));
        other.create(watch("a")).create(withPrevious(watchAll(0)));
        hub.settle();
        hub.put("a", "2");

        WatchEvent plain = client.stream.watch(0).events().getFirst();
        WatchEvent withPrevious = client.stream.watch(2).events().getFirst();
        assertThat(client.stream.watch(1).events().getFirst()).isSameAs(plain);
        assertThat(other.stream.watch(0).events().getFirst()).isSameAs(plain);
        assertThat(other.stream.watch(1).events().getFirst()).isSameAs(withPrevious);
    }

    @Test
    void aFutureStartHearsNothingBefore() {
        client.create(watchFrom("a", 4));
        hub.settle();
        hub.put("a", "at 2");
        hub.put("a", "at 3");
        hub.put("a", "at 4");
        hub.put("a", "at 5");

        assertThat(client.take())
                .filteredOn(Events.class::isInstance)
                .extracting(HubFixture::revisions)
                .containsExactly(List.of(4L), List.of(5L));
    }

    @Test
    void theHeaderOfALiveWatchIsTheRevisionOfItsEvents() {
        client.create(watch("a"));
        hub.settle();
        hub.store.put("a", "1");
        hub.store.put("b", "1");
        hub.tell();
        hub.settle();

        assertThat(client.stream.watch(0).batches())
                .singleElement()
                .extracting(Events::revision)
                .isEqualTo(2L);
    }

    @Test
    void handsOnThatTheClientTakesFragments() {
        client.create(new WatchRequest(KeyRange.single(Key.of("a")), 0, 0, Set.of(), false, false, true));
        hub.settle();
        hub.put("a", "1");

        assertThat(client.stream.watch(0).batches())
                .singleElement()
                .extracting(Events::fragment)
                .isEqualTo(true);
    }

    @Test
    void aPreviousValueThatIsNotAtHandIsReadAndNoEventOvertakesIt() {
        hub.put("a", "1");
        client.create(withPrevious(watch("a"))).create(watch("a"));
        hub.settle();
        client.take();
        hub.store.forgetCachedValues();
        hub.put("a", "2");
        hub.put("a", "3");

        assertThat(client.take()).extracting(WatchMessage::watchId).containsExactly(1L, 1L);
        hub.read();
        List<WatchMessage> late = client.take();
        assertThat(late).extracting(WatchMessage::watchId).containsOnly(0L);
        assertThat(late).flatExtracting(HubFixture::revisions).containsExactly(3L, 4L);
        assertThat(hub.hub.counts().logReads()).isEqualTo(1);
        assertThat(hub.hub.counts().live()).isEqualTo(2);
    }

    @Test
    void dropsAllOfARevisionOfWhichOnePreviousValueIsNotAtHand() {
        hub.store.txn().put("a", "1").put("b", "1").put("c", "1").commit();
        hub.tell();
        client.create(withPrevious(watchAll(0)));
        hub.settle();
        client.take();
        hub.store.forgetCachedValue(new Revision(2, 1));
        hub.store.txn().put("a", "2").put("b", "2").put("c", "2").commit();
        hub.tell();
        hub.settle();

        assertThat(client.take()).isEmpty();
        hub.read();
        assertThat(client.take())
                .singleElement()
                .extracting(HubFixture::revisions)
                .isEqualTo(List.of(3L, 3L, 3L));
    }

    @Test
    void aGapBetweenEntriesIsABrokenInvariant() {
        hub.store.put("a", "1");
        hub.store.put("a", "2");
        hub.hub.applied(hub.store.entriesAfter(2));

        assertThatThrownBy(hub::settle).isInstanceOf(AssertionError.class).hasMessageContaining("entry 3");
        hub.store.entries().clear();
    }
}
