package io.evenkeel.assembly.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.assembly.config.LogFormat;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class LoggingTest {

    @ParameterizedTest
    @EnumSource
    void anEventIsALine(LogFormat format) {
        var written = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            Logging.configure(Level.INFO, format);
            LoggerFactory.getLogger(LoggingTest.class)
                    .info("Away: {}", "FATAL: not accepting connections\r\n  Detail: recovering.\n");
        } finally {
            System.setErr(before);
            Logging.quiet();
        }
        assertThat(written.toString(StandardCharsets.UTF_8))
                .hasLineCount(1)
                .contains("Away: FATAL: not accepting connections", "Detail: recovering.");
    }
}
