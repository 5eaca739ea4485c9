package io.evenkeel.assembly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {

    private final AtomicLong nanoTime = new AtomicLong(-5);
    private final StringWriter out = new StringWriter();

    @Test
    void saysInALogNowAndThenHowFarItIs() {
        var progress = new ProgressLine(new PrintWriter(out, true), "Saved", false, nanoTime::get);

        for (int i = 1; i <= 25; i++) {
            nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
            progress.at(i * 256L, i / 25.0);
        }
        progress.end();

        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                Saved [############..................] 40%, 2560 changes
                Saved [########################......] 80%, 5120 changes
                """);
    }

    @Test
    void writesOverItsLineOnATerminal() {
        var progress = new ProgressLine(new PrintWriter(out, true), "Restored", true, nanoTime::get);

        for (int i = 1; i <= 2; i++) {
            nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
            progress.at(i * 256L, i / 2.0);
        }
        progress.end();

        assertThat(out.toString())
                .isEqualTo("\rRestored [###############...............] 50%, 256 changes"
                        + "\rRestored [##############################] 100%, 512 changes" + System.lineSeparator());
    }

    @Test
    void saysNothingOfWhatIsSoonDone() {
        var progress = new ProgressLine(new PrintWriter(out, true), "Saved", true, nanoTime::get);

        progress.at(256, 1);
        progress.end();

        assertThat(out.toString()).isEmpty();
    }
}
