package io.evenkeel.watch.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.watch.WatchEvent;
import io.evenkeel.watch.WatchEvent.KeyValue;
import io.evenkeel.watch.WatchMessage;
import io.evenkeel.watch.WatchMessage.Cancelled;
import io.evenkeel.watch.WatchMessage.Compacted;
import io.evenkeel.watch.WatchMessage.Created;
import io.evenkeel.watch.WatchMessage.Events;
import io.evenkeel.watch.WatchMessage.Progress;
import io.evenkeel.watch.WatchRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each validator finds what it is there for, and nothing in a history that is in order. */
final class WatchValidatorTest {

    private static final Key A = Key.of("a");
    private static final Key B = Key.of("b");

    /** 2: a, b created; 3: a overwritten; 4: b deleted; 5: b created. Compacted at 3. */
    private static final ReplayedLog LOG = new ReplayedLog(
            List.of(
                    new LogEntry(2, 1, List.of(put(A, "1", 2, 1), put(B, "1", 2, 1))),
                    new LogEntry(3, 1, List.of(put(A, "2", 2, 2))),
                    new LogEntry(4, 1, List.of(new Change.Delete(B, 2))),
                    new LogEntry(5, 1, List.of(put(B, "2", 5, 1)))),
            3);

    private static final WatchEvent A2 = event(A, "1", 2, 2, 1, null);
    private static final WatchEvent B2 = event(B, "1", 2, 2, 1, null);
    private static final WatchEvent A3 = event(A, "2", 2, 3, 2, A2.current());
    private static final WatchEvent B4 = new WatchEvent(true, new KeyValue(B, Value.EMPTY, 0, 4, 0, 0), B2.current());
    private static final WatchEvent B5 = event(B, "2", 5, 5, 1, null);

    private static final WatchRequest ALL = request(KeyRange.ALL, 2);

    private static Change put(Key key, String value, long create, long version) {
        return new Change.Put(key, Value.of(value), create, version, 0, 0);
    }

    private static WatchEvent event(
            Key key, String value, long create, long mod, long version, @Nullable KeyValue previous) {
        return new WatchEvent(false, new KeyValue(key, Value.of(value), create, mod, version, 0), previous);
    }

    private static WatchRequest request(KeyRange range, long start) {
        return new WatchRequest(range, start, 0, Set.of(), true, true, false);
    }

    private static Events events(WatchEvent... events) {
        return new Events(0, events[events.length - 1].current().modRevision(), List.of(events), false);
    }

    private static List<String> violated(WatchRequest request, WatchMessage... messages) {
        return WatchValidator.allViolations(new RecordedWatch(request, List.of(messages)), LOG).stream()
                .map(violation -> violation.substring(0, violation.indexOf(':')))
                .distinct()
                .toList();
    }

    private static final Created CREATED = new Created(0, 1);

    @Test
    void findNothingInHistoriesThatAreInOrder() {
        assertThat(violated(ALL, CREATED, events(A2, B2), events(A3, B4), new Progress(0, 4), events(B5)))
                .isEmpty();
        assertThat(violated(request(KeyRange.single(B), 0), new Created(0, 3), events(B4), new Cancelled(0, 4)))
                .isEmpty();
        assertThat(violated(ALL, CREATED, new Compacted(0, 3), new Cancelled(0, 5)))
                .isEmpty();
    }

    @Test
    void filter() {
        assertThat(violated(request(KeyRange.single(B), 3), CREATED, events(A3), events(B4)))
                .contains("FILTER");
        WatchRequest noDeletes =
                new WatchRequest(KeyRange.ALL, 2, 0, Set.of(WatchRequest.Filter.NO_DELETE), true, true, false);
        assertThat(violated(noDeletes, CREATED, events(A2, B2), events(A3, B4))).contains("FILTER");
    }

    @Test
    void bookmarkable() {
        assertThat(violated(ALL, CREATED, events(A2, B2), new Progress(-1, 3), events(A3)))
                .containsExactly("BOOKMARKABLE");
        assertThat(violated(ALL, CREATED, events(A2, B2), new Progress(-1, 3))).containsExactly("BOOKMARKABLE");
        assertThat(violated(ALL, CREATED, events(A2, B2), events(A3), new Progress(0, 3), new Progress(0, 2)))
                .contains("BOOKMARKABLE");
    }

    @Test
    void ordered() {
        assertThat(violated(ALL, CREATED, events(A2, B2), events(B4), events(A3)))
                .contains("ORDERED");
        assertThat(violated(ALL, CREATED, events(A2, B2), events(B4, A3))).contains("ORDERED");
    }

    @Test
    void unique() {
        assertThat(violated(ALL, CREATED, events(A2, B2), events(A3), events(A3)))
                .contains("UNIQUE");
        assertThat(violated(ALL, CREATED, events(A2, A2, B2))).contains("UNIQUE");
    }

    @Test
    void atomic() {
        assertThat(violated(ALL, CREATED, events(A2), events(B2))).containsExactly("ATOMIC");
    }

    @Test
    void reliable() {
        assertThat(violated(ALL, CREATED, events(A2, B2), events(B4))).containsExactly("RELIABLE");
        assertThat(violated(ALL, CREATED, events(B2, A2))).containsExactly("RELIABLE");
        assertThat(violated(ALL, CREATED, events(A2, event(B, "x", 2, 2, 1, null))))
                .containsExactly("RELIABLE");
    }

    @Test
    void resumable() {
        assertThat(violated(ALL, CREATED, events(A3))).containsExactly("RESUMABLE");
        assertThat(violated(request(KeyRange.ALL, 3), CREATED, events(A2, B2), events(A3)))
                .containsExactly("RESUMABLE");
        assertThat(violated(request(KeyRange.ALL, 0), new Created(0, 2), events(B4)))
                .containsExactly("RESUMABLE");
    }

    @Test
    void previousValue() {
        WatchEvent without = new WatchEvent(true, B4.current(), null);
        WatchEvent wrong = new WatchEvent(true, B4.current(), A3.current());
        assertThat(violated(request(KeyRange.ALL, 4), CREATED, events(without))).containsExactly("PREV_KV");
        assertThat(violated(request(KeyRange.ALL, 4), CREATED, events(wrong))).containsExactly("PREV_KV");
        WatchRequest notAskedFor = new WatchRequest(KeyRange.ALL, 4, 0, Set.of(), false, true, false);
        assertThat(violated(notAskedFor, CREATED, events(B4))).containsExactly("PREV_KV");
    }

    @Test
    void previousValueMayBeMissingWhereItIsCompacted() {
        WatchEvent without = new WatchEvent(false, A3.current(), null);
        assertThat(violated(request(KeyRange.ALL, 3), CREATED, events(without))).isEmpty();
    }

    @Test
    void isCreate() {
        assertThat(violated(request(KeyRange.ALL, 5), CREATED, events(event(B, "2", 2, 5, 2, null))))
                .contains("IS_CREATE");
        assertThat(violated(request(KeyRange.ALL, 3), CREATED, events(event(A, "2", 3, 3, 1, null))))
                .contains("IS_CREATE");
    }

    @Test
    void framed() {
        assertThat(violated(ALL, events(A2, B2), CREATED)).contains("FRAMED");
        assertThat(violated(ALL, CREATED, CREATED)).contains("FRAMED");
        assertThat(violated(ALL, CREATED, new Cancelled(0, 1), events(A2, B2))).containsExactly("FRAMED");
        assertThat(violated(ALL, CREATED, new Compacted(0, 3), events(A2, B2))).containsExactly("FRAMED");
    }

    @Test
    void compacted() {
        assertThat(violated(ALL, CREATED, new Compacted(0, 4))).containsExactly("COMPACTED");
        assertThat(violated(ALL, CREATED, new Compacted(0, 2))).containsExactly("COMPACTED");
        assertThat(violated(ALL, CREATED, events(A2, B2), new Compacted(0, 3))).containsExactly("COMPACTED");
    }

    @Test
    void header() {
        assertThat(violated(ALL, CREATED, new Events(0, 1, List.of(A2, B2), false)))
                .containsExactly("HEADER");
        assertThat(violated(ALL, new Created(0, 5), events(A2, B2))).containsExactly("HEADER");
    }
}
