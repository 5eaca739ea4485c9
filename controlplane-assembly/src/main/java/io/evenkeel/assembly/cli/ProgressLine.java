package io.evenkeel.assembly.cli;

import io.evenkeel.assembly.snapshot.Progress;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Says how far a piece of work has come: on a terminal in a line that is written over, else in a line now and then, for a log. For
 * one thread.
 */
final class ProgressLine implements Progress {

    private static final int LOOK_AT_THE_CLOCK_EVERY = 256;
    private static final int BAR_WIDTH = 30;

    private final PrintWriter out;
    private final String done;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private final long everyNanos;
    private long lastSaid;
    private boolean said;

    /**
     * Begins to say nothing yet.
     *
     * @param done what has been or is being done to the changes, in a word or two
     * @param nanoTime as {@link System#nanoTime}
     */
    ProgressLine(PrintWriter out, String done, boolean terminal, LongSupplier nanoTime) {
        this.out = out;
        this.done = done;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.everyNanos = (terminal ? Duration.ofMillis(200) : Duration.ofSeconds(10)).toNanos();
        this.lastSaid = nanoTime.getAsLong();
    }

    static ProgressLine of(PrintWriter out, String done) {
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return new ProgressLine(out, done, terminal, System::nanoTime);
    }

    @Override
    public void at(long changes, double share) {
        if (changes % LOOK_AT_THE_CLOCK_EVERY != 0) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (now - lastSaid >= everyNanos) {
            lastSaid = now;
            said = true;
            String line =
                    "%s %s %d%%, %d changes".formatted(done, bar(share), (int) (Math.min(share, 1) * 100), changes);
            if (terminal) {
                out.print("\r" + line);
                out.flush();
            } else {
                out.println(line);
            }
        }
    }

    private static String bar(double share) {
        int filled = (int) (Math.min(share, 1) * BAR_WIDTH);
        return "[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "]";
    }

    /** Goes on in the next line, if one was written over. */
    void end() {
        if (terminal && said) {
            out.println();
        }
    }
}
