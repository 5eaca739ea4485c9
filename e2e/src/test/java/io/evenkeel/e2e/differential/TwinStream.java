package io.evenkeel.e2e.differential;

import com.google.protobuf.Message;
import io.evenkeel.api.proto.WatchCancelRequest;
import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.api.proto.WatchProgressRequest;
import io.evenkeel.api.proto.WatchRequest;
import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.api.proto.mvccpb.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** One watch stream as opened on both servers. */
final class TwinStream {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PROGRESS_RETRY = Duration.ofMillis(20);
    private static final WatchRequest PROGRESS = WatchRequest.newBuilder()
            .setProgressRequest(WatchProgressRequest.getDefaultInstance())
            .build();

    private final StreamKind kind;
    private final WatchSession reference;
    private final WatchSession tested;
    private final boolean unaskedPrevKvAllowed;
    private final List<TwinWatch> watches = new ArrayList<>();
    private int controls;
    private int created;
    /**
     * Watches that a compaction canceled. Their ids stay taken on etcd and can be canceled once more, and it answers no
     * progress request on the stream any more; none of this is worth copying, so none of it is asked for.
     */
    private final Set<Long> overtaken = new HashSet<>();

    TwinStream(StreamKind kind, Player reference, Player tested, boolean unaskedPrevKvAllowed) {
        this.kind = kind;
        this.reference = reference.openStream();
        this.tested = tested.openStream();
        this.unaskedPrevKvAllowed = unaskedPrevKvAllowed;
    }

    List<Long> openWatches() {
        return watches.stream()
                .filter(TwinWatch::isOpen)
                .map(TwinWatch::watchId)
                .toList();
    }

    void open(WatchCreateRequest wanted, long compacted) {
        WatchCreateRequest request = overtaken.contains(wanted.getWatchId())
                ? wanted.toBuilder().clearWatchId().build()
                : wanted;
        send(WatchRequest.newBuilder().setCreateRequest(request).build());
        WatchResponse answer = nextControl("created " + Text.of(request));
        if (answer.getCanceled()) {
            return;
        }
        created++;
        long start = request.getStartRevision();
        long from = start > 0 ? start : answer.getHeader().getRevision() + 1;
        TwinWatch watch = new TwinWatch(request, answer.getWatchId(), from, newest(reference), newest(tested));
        watches.add(watch);
        if (start > 0 && start < compacted) {
            nextControl("canceled by compaction: " + watch);
            watch.endAt(0);
            overtaken.add(watch.watchId());
        }
    }

    /** Cancels a watch that has been told everything up to {@code head}, or one that does not exist. */
    void cancel(long watchId, long head) {
        if (overtaken.contains(watchId)) {
            return;
        }
        send(WatchRequest.newBuilder()
                .setCancelRequest(WatchCancelRequest.newBuilder().setWatchId(watchId))
                .build());
        for (TwinWatch watch : watches) {
            if (watch.isOpen() && watch.watchId() == watchId) {
                nextControl("canceled: " + watch);
                watch.endAt(head);
            }
        }
    }

    void sendEmptyRequest() {
        send(WatchRequest.getDefaultInstance());
    }

    /** Sends a progress request that need not be answered. */
    void requestProgress() {
        send(PROGRESS);
    }

    /** True if nothing about the watches here keeps a server from answering a progress request. */
    boolean mustAnswerProgress(long head) {
        boolean reached = watches.stream().filter(TwinWatch::isOpen).allMatch(watch -> watch.hasStartedBy(head));
        return overtaken.isEmpty() && reached && !openWatches().isEmpty();
    }

    /** Requests progress until both servers have promised everything up to {@code head}. */
    void awaitProgress(long head) {
        for (WatchSession session : List.of(reference, tested)) {
            long attempts = LIMIT.dividedBy(PROGRESS_RETRY);
            do {
                if (attempts-- == 0) {
                    throw new Difference(session + " answered no progress request on the " + kind + " stream with "
                            + watches.stream().filter(TwinWatch::isOpen).toList());
                }
                session.send(PROGRESS);
            } while (!session.await(PROGRESS_RETRY, it -> it.progressRevision() >= head));
        }
    }

    /** Waits until both servers have sent all that is owed of {@code history}, which ends at {@code head}; compares. */
    void settle(List<Event> history, long head) {
        for (TwinWatch watch : watches) {
            int owed = watch.owedOf(history);
            await(reference, session -> watch.reference().size() >= owed, "event " + owed + " of " + watch);
            await(tested, session -> watch.tested().size() >= owed, "event " + owed + " of " + watch);
        }
        inspect((left, right) -> {
            watches.forEach(watch -> watch.compare(head, unaskedPrevKvAllowed));
            if (left.controls().size() != controls || right.controls().size() != controls) {
                throw new Difference("unexpected: " + left.controls() + " and " + right.controls());
            }
        });
        watches.removeIf(watch -> !watch.isOpen());
    }

    /** The events after the first {@code known} of the only watch here, once the reference has sent {@code head}'s. */
    List<Event> awaitRevision(long head, int known) {
        WatchLog log = watches.getFirst().reference();
        await(reference, session -> log.lastRevision() >= head || head == 1, "the events of revision " + head);
        List<Event> news = new ArrayList<>();
        reference.inspect(() -> news.addAll(log.eventsFrom(known)));
        return news;
    }

    void halfClose() {
        reference.halfClose();
        tested.halfClose();
    }

    void cancelStream() {
        reference.cancel();
        tested.cancel();
    }

    /** Waits for the next answer to a create or cancel and returns the reference's, once both are equal. */
    private WatchResponse nextControl(String what) {
        int index = controls++;
        await(reference, session -> session.controls().size() > index, what);
        await(tested, session -> session.controls().size() > index, what);
        WatchResponse[] answers = new WatchResponse[2];
        inspect((left, right) -> {
            answers[0] = left.controls().get(index);
            answers[1] = right.controls().get(index);
        });
        Message expected = Freedoms.canonical(answers[0]);
        Message actual = Freedoms.canonical(answers[1]);
        if (!expected.equals(actual)) {
            throw new Difference(what + "\n" + MessageDiff.of(expected, actual));
        }
        return answers[0];
    }

    private WatchLog newest(WatchSession session) {
        WatchLog[] newest = new WatchLog[1];
        session.inspect(() -> newest[0] = session.logs().get(created - 1));
        return newest[0];
    }

    private void await(WatchSession session, Predicate<WatchSession> enough, String what) {
        if (!session.await(LIMIT, enough)) {
            throw new Difference(session + " did not send within " + LIMIT.toSeconds() + " s: " + what);
        }
    }

    private void inspect(Look look) {
        reference.inspect(() -> tested.inspect(() -> look.at(reference, tested)));
    }

    private void send(WatchRequest request) {
        reference.send(request);
        tested.send(request);
    }

    private interface Look {
        void at(WatchSession reference, WatchSession tested);
    }
}
