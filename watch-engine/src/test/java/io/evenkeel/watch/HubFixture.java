package io.evenkeel.watch;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.watch.validate.RecordedWatch;
import io.evenkeel.watch.validate.ReplayedLog;
import io.evenkeel.watch.validate.StreamRecorder;
import io.evenkeel.watch.validate.WatchValidator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** A hub over a {@link TestStore}, stepped by hand, with a clock and an executor that stand still until told. */
final class HubFixture {

    static final WatchSettings QUIET = WatchSettings.DEFAULT.withPushProgressInterval(Duration.ZERO);

    final TestStore store = new TestStore();
    final ArrayDeque<Runnable> reads = new ArrayDeque<>();
    final WatchHub hub;
    long nanos = 1_000_000_000_000L;
    private long told;
    private final List<StreamRecorder> streams = new ArrayList<>();

    HubFixture() {
        this(QUIET);
    }

    HubFixture(WatchSettings settings) {
        this(settings, 0);
    }

    /** @param before revisions written before the hub exists, of keys k0, k1 and so on */
    HubFixture(WatchSettings settings, int before) {
        for (int i = 0; i < before; i++) {
            store.put("k" + i, "v" + i);
        }
        told = store.revision();
        hub = new WatchHub(store, reads::add, settings, () -> nanos, new SplittableRandom(1), told);
    }

    /** A client and its stream. */
    final class Client {
        final StreamRecorder stream = new StreamRecorder();
        final WatchSession session = hub.open(stream);

        Client create(WatchRequest request) {
            session.create(stream.asked(request));
            return this;
        }

        /** The messages so far, forgetting them. */
        List<WatchMessage> take() {
            List<WatchMessage> taken = List.copyOf(stream.messages());
            stream.messages().clear();
            return taken;
        }

        /** Lets it take this many messages more, from now on. */
        void allow(int count) {
            stream.allow(count);
            session.drain();
        }
    }

    Client client() {
        Client client = new Client();
        streams.add(client.stream);
        return client;
    }

    /** Tells the hub of everything written that it was not told of. */
    void tell() {
        List<LogEntry> entries = store.entriesAfter(told);
        told = store.revision();
        hub.applied(entries);
    }

    long put(String key, String value) {
        long revision = store.put(key, value);
        tell();
        settle();
        return revision;
    }

    long delete(String key) {
        long revision = store.delete(key);
        tell();
        settle();
        return revision;
    }

    void compact(long revision) {
        store.compact(revision);
        hub.compacted(revision);
        settle();
    }

    /** Makes the hub miss what was written since it was last told. */
    void reset() {
        told = store.revision();
        hub.reset(told);
        settle();
    }

    /** Steps until there is nothing to do but reads. */
    void settle() {
        while (hub.step() == 0) {
            // more to do
        }
    }

    /** Runs reads, and what they lead to, until there are none. */
    void read() {
        settle();
        while (!reads.isEmpty()) {
            reads.remove().run();
            settle();
        }
    }

    void advance(Duration time) {
        nanos += time.toNanos();
        settle();
    }

    /** Everything that does not hold of what the clients were sent. */
    List<String> violations() {
        ReplayedLog log = new ReplayedLog(store.entries(), store.compactedRevision());
        List<String> found = new ArrayList<>();
        for (StreamRecorder stream : streams) {
            for (RecordedWatch watch : stream.watches()) {
                found.addAll(WatchValidator.allViolations(watch, log));
            }
        }
        return found;
    }

    static WatchRequest watch(KeyRange range, long start) {
        return new WatchRequest(range, start, 0, Set.of(), false, false, false);
    }

    static WatchRequest watch(String key) {
        return watch(KeyRange.single(Key.of(key)), 0);
    }

    static WatchRequest watchFrom(String key, long start) {
        return watch(KeyRange.single(Key.of(key)), start);
    }

    static WatchRequest watchAll(long start) {
        return watch(KeyRange.ALL, start);
    }

    static WatchRequest withPrevious(WatchRequest r) {
        return new WatchRequest(
                r.range(), r.startRevision(), r.watchId(), r.filters(), true, r.progressNotify(), r.fragment());
    }

    static WatchRequest withProgress(WatchRequest r) {
        return new WatchRequest(
                r.range(), r.startRevision(), r.watchId(), r.filters(), r.previousValues(), true, r.fragment());
    }

    static WatchRequest withId(WatchRequest r, long id) {
        return new WatchRequest(
                r.range(), r.startRevision(), id, r.filters(), r.previousValues(), r.progressNotify(), r.fragment());
    }

    static WatchRequest without(WatchRequest r, WatchRequest.Filter filter) {
        return new WatchRequest(
                r.range(),
                r.startRevision(),
                r.watchId(),
                Set.of(filter),
                r.previousValues(),
                r.progressNotify(),
                r.fragment());
    }

    /** The revisions of the events of a message. */
    static List<Long> revisions(WatchMessage message) {
        return message instanceof WatchMessage.Events events
                ? events.events().stream()
                        .map(event -> event.current().modRevision())
                        .toList()
                : List.of();
    }
}
