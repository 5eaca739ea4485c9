package io.evenkeel.simulation;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.watch.WatchMessage;
import io.evenkeel.watch.WatchRequest;
import io.evenkeel.watch.WatchSession;
import io.evenkeel.watch.validate.RecordedWatch;
import io.evenkeel.watch.validate.ReplayedLog;
import io.evenkeel.watch.validate.StreamRecorder;
import io.evenkeel.watch.validate.WatchValidator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** One client stream of watches at one replica, which the client reads at its own pace. */
final class SimulatedWatcher {

    final Replica replica;
    private final SimulatedThread transport;
    private final StreamRecorder stream;
    private final WatchSession session;
    private final LongSupplier head;
    private int heard;
    private int asked;
    private long headWhenAsked;
    private long headWhenLastAsked;
    private long lastAnswer;

    /** @param head the head of the log, whatever replicas know of it */
    SimulatedWatcher(Replica replica, Flaws flaws, LongSupplier head) {
        this.replica = replica;
        this.transport = replica.newThread();
        this.stream = new StreamRecorder(transport);
        this.session = replica.hub.open(flaws.stream(stream));
        this.head = head;
    }

    void move(SplittableRandom random, Consumer<String> violation) {
        int dice = random.nextInt(100);
        if (dice < 25) {
            create(random);
        } else if (dice < 55) {
            askForProgress(violation);
        } else {
            stream.allow(random.nextInt(3) == 0 ? Integer.MAX_VALUE : random.nextInt(6));
            session.drain();
        }
    }

    private void create(SplittableRandom random) {
        long start = random.nextInt(3) == 0 ? 0 : Math.max(-1, head.getAsLong() + 3 - random.nextInt(25));
        Key key = Key.of(new String[] {"a", "b", "c", "d", "e"}[random.nextInt(5)]);
        KeyRange range = switch (random.nextInt(4)) {
            case 0 -> KeyRange.ALL;
            case 1 -> KeyRange.from(key);
            default -> KeyRange.single(key);
        };
        session.create(stream.asked(new WatchRequest(
                range, start, 0, Set.of(), random.nextBoolean(), random.nextBoolean(), random.nextBoolean())));
    }

    void askForProgress(Consumer<String> violation) {
        hearAnswers(violation);
        if (asked++ == 0) {
            headWhenAsked = head.getAsLong();
        }
        headWhenLastAsked = head.getAsLong();
        session.requestProgress();
    }

    /** No more answers than requests, and none below what was committed, anywhere, before the first of them. */
    private void hearAnswers(Consumer<String> violation) {
        for (; heard < stream.messages().size(); heard++) {
            if (stream.messages().get(heard) instanceof WatchMessage.Progress(long id, long revision) && id == -1) {
                lastAnswer = revision;
                if (asked-- == 0) {
                    violation.accept("ASKED: progress " + revision + ", but nobody asked");
                }
                if (revision < headWhenAsked) {
                    violation.accept("PROVEN: progress " + revision + ", but " + headWhenAsked + " was committed");
                }
            }
        }
    }

    /** Reads everything from now on. */
    void readAll() {
        stream.allow(Integer.MAX_VALUE);
        session.drain();
    }

    void check(ReplayedLog log, Consumer<String> violation) {
        for (RecordedWatch watch : stream.watches()) {
            WatchValidator.allViolations(watch, log).forEach(violation);
        }
    }

    /** Whether the transport has something to do. */
    boolean isSending() {
        return transport.isBusy();
    }

    /** Whether an answer is owed to the last request for progress: not to those who wait for what is still to come. */
    boolean awaitsProgress(Consumer<String> violation) {
        hearAnswers(violation);
        return stream.closedWith() == null
                && !stream.open().isEmpty()
                && lastAnswer < headWhenLastAsked
                && stream.open().values().stream().allMatch(this::hasBegun);
    }

    private boolean hasBegun(RecordedWatch watch) {
        return watch.firstOwed() <= head.getAsLong() + (watch.request().startRevision() == 0 ? 1 : 0);
    }

    /** That everything owed was sent and progress was answered, once all is quiet. */
    void checkComplete(ReplayedLog log, Consumer<String> violation) {
        if (stream.closedWith() != null) {
            return;
        }
        for (RecordedWatch watch : stream.open().values()) {
            List<?> owed = log.eventsFor(watch, watch.firstOwed(), head.getAsLong());
            if (watch.events().size() != owed.size()) {
                violation.accept("COMPLETE: owed " + owed.size() + " events, but sent "
                        + watch.events().size() + " to " + watch.request());
            }
        }
        if (awaitsProgress(violation)) {
            violation.accept("ANSWERED: last progress " + lastAnswer + ", asked at " + headWhenLastAsked);
        }
    }
}
