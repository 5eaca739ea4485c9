package io.evenkeel.assembly.slow;

import io.evenkeel.mvcc.read.CallStages;
import io.evenkeel.mvcc.read.Stage;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** How long one call was in each stage. Threads may follow on each other without more ado, and one may look at it meanwhile. */
final class StageTimes implements CallStages {

    private static final long LEAST_NANOS = 1_000_000;

    private final LongSupplier nanoTime;
    private final long beganNanos;

    /** Guarded by this object, like all below. */
    private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);

    private Stage stage = Stage.WORK;
    private long sinceNanos;
    private boolean answered;

    /** The call begins, at {@link Stage#WORK}. */
    StageTimes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.beganNanos = nanoTime.getAsLong();
        this.sinceNanos = beganNanos;
    }

    @Override
    public synchronized void enter(Stage next) {
        if (!answered) {
            change(next);
        }
    }

    /** All of the answer is given, or nobody waits for it: what the store still does for the call is no time of the client's. */
    synchronized void noteAnswered() {
        change(Stage.CLIENT);
        answered = true;
    }

    private void change(Stage next) {
        long now = nanoTime.getAsLong();
        nanos.merge(stage, now - sinceNanos, Long::sum);
        stage = next;
        sinceNanos = now;
    }

    /** From when the call began until it entered the stage it is in. */
    synchronized long totalNanos() {
        return sinceNanos - beganNanos;
    }

    /** For people, the longest first: {@code 250 ms in the write queue, 60 ms for the append}. */
    synchronized String text() {
        String text = nanos.entrySet().stream()
                .filter(one -> one.getValue() >= LEAST_NANOS)
                .sorted(Map.Entry.<Stage, Long>comparingByValue().reversed())
                .map(one -> one.getValue() / 1_000_000 + " ms " + one.getKey().text())
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? "no stage of it 1 ms" : text;
    }
}
