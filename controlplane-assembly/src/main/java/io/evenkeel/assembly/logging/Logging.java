package io.evenkeel.assembly.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.evenkeel.assembly.config.LogFormat;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets up the log: one line an event on standard error, as text or as JSON. */
public final class Logging {

    /** Databases explain themselves in several lines; an event stays one. */
    private static final String MESSAGE = "%replace(%msg){'\\s*\\R\\s*', ' '}";

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: " + MESSAGE + "%n%ex";

    /**
     * Libraries speak up when something is wrong, and are silent about what they do. Of a connection that breaks the pool would
     * show a stack trace; whoever used it tells of it. So would gRPC of a message that is too large: the client is told, and it is
     * the client's mistake.
     */
    private static final Map<String, Level> QUIET = Map.of(
            "com.zaxxer.hikari",
            Level.ERROR,
            "io.grpc",
            Level.WARN,
            "io.grpc.netty.shaded.io.grpc.netty.NettyServerStream",
            Level.ERROR);

    /**
     * Shows what clients send, byte by byte, at the debug level; and a stack trace of whatever it makes of that, for instance of a
     * client that has gone before its answer was sent.
     */
    private static final String FRAMES = "io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler";

    private Logging() {}

    /** The log of a command that does one thing and says itself what it does: only what is wrong. */
    public static void quiet() {
        configure(org.slf4j.event.Level.WARN, LogFormat.TEXT);
    }

    public static void configure(org.slf4j.event.Level level, LogFormat format) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(format, context));
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.convertAnSLF4JLevel(level));
        root.addAppender(appender);
        QUIET.forEach((name, least) -> {
            if (!root.isDebugEnabled()) {
                context.getLogger(name).setLevel(least);
            }
        });
        context.getLogger(FRAMES).setLevel(root.isDebugEnabled() ? Level.INFO : Level.ERROR);
        // gRPC logs to java.util.logging, which would go to standard error in a form of its own.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private static Encoder<ILoggingEvent> encoder(LogFormat format, LoggerContext context) {
        return switch (format) {
            case TEXT -> {
                var text = new PatternLayoutEncoder();
                text.setContext(context);
                text.setPattern(PATTERN);
                text.start();
                yield text;
            }
            case JSON -> {
                var json = new JsonEncoder();
                json.setContext(context);
                json.setWithFormattedMessage(true);
                json.setWithMessage(false);
                json.setWithArguments(false);
                json.setWithSequenceNumber(false);
                json.setWithContext(false);
                json.setWithNanoseconds(false);
                json.start();
                yield json;
            }
        };
    }
}
