package io.evenkeel.e2e.replicas;

import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.api.proto.mvccpb.Event;
import io.evenkeel.e2e.history.CommittedLog;
import io.evenkeel.e2e.history.History;
import io.evenkeel.e2e.history.Operation;
import io.evenkeel.e2e.history.Operation.Ending;
import io.evenkeel.watch.validate.RecordedWatch;
import io.evenkeel.watch.validate.StreamRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What a run has shown so far. For any thread. */
final class Recording {

    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final LongAdder answers = new LongAdder();
    private final Queue<StreamRecorder> streams = new ConcurrentLinkedQueue<>();
    private final ConcurrentSkipListMap<Long, CommittedLog.Entry> log = new ConcurrentSkipListMap<>();

    void add(Operation operation) {
        operations.add(operation);
        if (operation.ending() instanceof Ending.Answered) {
            answers.increment();
        }
    }

    /** How many calls have been answered. */
    long answers() {
        return answers.sum();
    }

    void add(StreamRecorder stream) {
        streams.add(stream);
    }

    /** Takes note of what a watch of all keys was told. */
    void addToLog(WatchResponse response, long seenNanos) {
        SortedMap<Long, List<Event>> byRevision = new TreeMap<>();
        for (Event event : response.getEventsList()) {
            byRevision
                    .computeIfAbsent(event.getKv().getModRevision(), revision -> new ArrayList<>())
                    .add(event);
        }
        byRevision.forEach((revision, events) -> log.merge(
                revision,
                new CommittedLog.Entry(revision, events, seenNanos),
                (first, again) -> first.seenNanos() <= seenNanos
                        ? first
                        : new CommittedLog.Entry(revision, first.events(), seenNanos)));
    }

    List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** Everything, when nothing more comes. */
    History history() {
        List<RecordedWatch> watches = new ArrayList<>();
        streams.forEach(stream -> watches.addAll(stream.watches()));
        return new History(operations(), new CommittedLog(List.copyOf(log.values())), watches);
    }
}
