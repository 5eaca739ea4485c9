package io.evenkeel.assembly.server;

import io.evenkeel.assembly.config.ServerConfig;
import io.evenkeel.assembly.logging.Logging;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code evenkeel serve} as a process: serves until it is told to stop, and ends at once when an invariant is broken. */
public final class ServeProcess {

    private static final Logger logger = LoggerFactory.getLogger(ServeProcess.class);

    private ServeProcess() {}

    /** Serves, and returns when the server has stopped: upon SIGTERM or SIGINT. */
    public static void run(ServerConfig config) {
        Logging.configure(config.log());
        EtcdServer server = EtcdServer.start(config, ServeProcess::halt);
        logger.info(
                "Serving clients on {}, {} ms after the start",
                config.listener().clientUrls(),
                sinceStart());
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    logger.info("Stopping");
                    server.close();
                    logger.info("Stopped");
                    stopped.countDown();
                }));
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long sinceStart() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()).toMillis())
                .orElse(0L);
    }

    /** Wrong data outlives downtime: nothing is drained, nothing more is answered. */
    private static void halt(Throwable failure) {
        logger.error("The server cannot go on", failure);
        Runtime.getRuntime().halt(70);
    }
}
