package io.evenkeel.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.api.proto.ResponseHeader;
import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.api.proto.mvccpb.Event;
import io.evenkeel.api.proto.mvccpb.KeyValue;
import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.watch.WatchEvent;
import io.evenkeel.watch.WatchMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchResponsesTest {

    private static final int FRAGMENT_BYTES = 1000;

    private final Headers headers = new Headers(1, 2);
    private final WatchResponses responses = new WatchResponses(headers, FRAGMENT_BYTES);

    @Test
    void saysThatAWatchWasCreated() {
        assertThat(encode(new WatchMessage.Created(7, 5)))
                .containsExactly(WatchResponse.newBuilder()
                        .setHeader(header(5))
                        .setWatchId(7)
                        .setCreated(true)
                        .build());
    }

    @Test
    void refusesByCreatingAndCancelingUnderNoId() {
        assertThat(encode(new WatchMessage.Refused("mvcc: watcher range is empty", 5)))
                .containsExactly(WatchResponse.newBuilder()
                        .setHeader(header(5))
                        .setWatchId(-1)
                        .setCreated(true)
                        .setCanceled(true)
                        .setCancelReason("mvcc: watcher range is empty")
                        .build());
    }

    @Test
    void saysThatAWatchWasCanceledWithoutAReason() {
        assertThat(encode(new WatchMessage.Cancelled(7, 5)))
                .containsExactly(WatchResponse.newBuilder()
                        .setHeader(header(5))
                        .setWatchId(7)
                        .setCanceled(true)
                        .build());
    }

    @Test
    void saysThatAWatchWasOvertakenByCompaction() {
        assertThat(encode(new WatchMessage.Compacted(7, 4)))
                .containsExactly(WatchResponse.newBuilder()
                        .setHeader(header(0))
                        .setWatchId(7)
                        .setCanceled(true)
                        .setCompactRevision(4)
                        .build());
    }

    @Test
    void saysHowFarAWatchHasCome() {
        assertThat(encode(new WatchMessage.Progress(-1, 9)))
                .containsExactly(WatchResponse.newBuilder()
                        .setHeader(header(9))
                        .setWatchId(-1)
                        .build());
    }

    @Test
    void tellsOfPutsAndDeletesWithWhatWasBefore() {
        var before = new WatchEvent.KeyValue(Key.of("a"), Value.of("old"), 2, 3, 2, 9);
        var put = new WatchEvent(false, new WatchEvent.KeyValue(Key.of("a"), Value.of("new"), 2, 5, 3, 0), before);
        var delete = new WatchEvent(true, new WatchEvent.KeyValue(Key.of("b"), Value.EMPTY, 0, 5, 0, 0), null);

        assertThat(encode(new WatchMessage.Events(7, 5, List.of(put, delete), false)))
                .containsExactly(WatchResponse.newBuilder()
                        .setHeader(header(5))
                        .setWatchId(7)
                        .addEvents(Event.newBuilder()
                                .setType(Event.EventType.PUT)
                                .setKv(KeyValue.newBuilder()
                                        .setKey(TestServer.bytes("a"))
                                        .setValue(TestServer.bytes("new"))
                                        .setCreateRevision(2)
                                        .setModRevision(5)
                                        .setVersion(3))
                                .setPrevKv(KeyValue.newBuilder()
                                        .setKey(TestServer.bytes("a"))
                                        .setValue(TestServer.bytes("old"))
                                        .setCreateRevision(2)
                                        .setModRevision(3)
                                        .setVersion(2)
                                        .setLease(9)))
                        .addEvents(Event.newBuilder()
                                .setType(Event.EventType.DELETE)
                                .setKv(KeyValue.newBuilder()
                                        .setKey(TestServer.bytes("b"))
                                        .setModRevision(5)))
                        .build());
    }

    @Test
    void encodesAnEventOnceForAllItsWatchers() {
        List<WatchEvent> events = events(1, 100);
        List<WatchEvent> equalEvents = events(1, 100);

        Event first =
                encode(new WatchMessage.Events(7, 5, events, false)).getFirst().getEvents(0);
        Event second =
                encode(new WatchMessage.Events(8, 5, events, false)).getFirst().getEvents(0);
        Event other = encode(new WatchMessage.Events(8, 5, equalEvents, false))
                .getFirst()
                .getEvents(0);

        assertThat(second).isSameAs(first);
        assertThat(other).isNotSameAs(first).isEqualTo(first);
    }

    @Test
    void remembersNoLargeEvents() {
        List<WatchEvent> events = events(1, 20_000);

        Event first =
                encode(new WatchMessage.Events(7, 5, events, false)).getFirst().getEvents(0);
        Event second =
                encode(new WatchMessage.Events(8, 5, events, false)).getFirst().getEvents(0);

        assertThat(second).isNotSameAs(first).isEqualTo(first);
    }

    @Test
    void fragmentsLargeEventsWhereTheClientAllowsIt() {
        List<WatchEvent> events = events(10, 300);

        List<WatchResponse> fragments = encode(new WatchMessage.Events(7, 5, events, true));

        assertThat(fragments).hasSize(4).allSatisfy(fragment -> {
            assertThat(fragment.getSerializedSize()).isLessThan(FRAGMENT_BYTES);
            assertThat(fragment.getHeader()).isEqualTo(header(5));
            assertThat(fragment.getWatchId()).isEqualTo(7);
        });
        assertThat(fragments).extracting(WatchResponse::getFragment).containsExactly(true, true, true, false);
        assertThat(fragments)
                .flatExtracting(WatchResponse::getEventsList)
                .isEqualTo(encode(new WatchMessage.Events(7, 5, events, false))
                        .getFirst()
                        .getEventsList());
    }

    @Test
    void fragmentsJustAsLateAsEtcd() {
        int overhead = encode(new WatchMessage.Events(7, 5, events(2, 200), true))
                        .getFirst()
                        .getSerializedSize()
                - 400;
        int half = (FRAGMENT_BYTES - overhead) / 2;
        List<WatchEvent> below = new ArrayList<>(events(1, half));
        below.addAll(events(1, FRAGMENT_BYTES - overhead - half - 1));
        List<WatchEvent> at = new ArrayList<>(events(1, half));
        at.addAll(events(1, FRAGMENT_BYTES - overhead - half));

        assertThat(encode(new WatchMessage.Events(7, 5, below, true))).hasSize(1);
        assertThat(encode(new WatchMessage.Events(7, 5, at, true))).hasSize(2);
    }

    @Test
    void fillsFragmentsAsFarAsEtcd() {
        List<WatchEvent> two = events(2, 400);
        int filled = encode(new WatchMessage.Events(7, 5, two, true)).getFirst().getSerializedSize() + 2;
        List<WatchEvent> three = new ArrayList<>(two);
        three.addAll(events(1, 2 * FRAGMENT_BYTES));

        assertThat(fragmentCounts(filled + 1, three)).containsExactly(2, 1);
        assertThat(fragmentCounts(filled, three)).containsExactly(1, 1, 1);
    }

    private List<Integer> fragmentCounts(int bytes, List<WatchEvent> events) {
        var counts = new ArrayList<Integer>();
        new WatchResponses(headers, bytes)
                .encode(new WatchMessage.Events(7, 5, events, true), fragment -> counts.add(fragment.getEventsCount()));
        return counts;
    }

    @Test
    void sendsALargeEventWhole() {
        assertThat(encode(new WatchMessage.Events(7, 5, events(1, 5000), true)))
                .singleElement()
                .satisfies(response -> assertThat(response.getFragment()).isFalse());
        assertThat(encode(new WatchMessage.Events(7, 5, events(3, 5000), true)))
                .extracting(WatchResponse::getEventsCount)
                .containsExactly(1, 1, 1);
    }

    private List<WatchResponse> encode(WatchMessage message) {
        var encoded = new ArrayList<WatchResponse>();
        responses.encode(message, encoded::add);
        return encoded;
    }

    private static List<WatchEvent> events(int count, int valueBytes) {
        return IntStream.range(0, count)
                .mapToObj(i -> new WatchEvent(
                        false,
                        new WatchEvent.KeyValue(Key.of("k"), Value.wrap(new byte[valueBytes]), 5, 5, 1, 0),
                        null))
                .toList();
    }

    private static ResponseHeader header(long revision) {
        return ResponseHeader.newBuilder()
                .setClusterId(1)
                .setMemberId(2)
                .setRevision(revision)
                .setRaftTerm(2)
                .build();
    }
}
