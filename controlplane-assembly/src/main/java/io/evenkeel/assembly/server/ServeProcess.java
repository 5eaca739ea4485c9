package io.evenkeel.assembly.server;

import io.evenkeel.assembly.config.ServerConfig;
import io.evenkeel.assembly.logging.Logging;
import io.evenkeel.assembly.version.ProductVersion;
import io.evenkeel.mvcc.replica.HistoryLostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code evenkeel serve} as a process: serves until it is told to stop, and ends at once when an invariant is broken. When
 * the database has lost history it begins anew: nobody may take what comes for a continuation of what was, so the store gets
 * another cluster id, and what this process had in memory is thrown away.
 */
public final class ServeProcess {

    private static final Logger logger = LoggerFactory.getLogger(ServeProcess.class);
    private static final long RETRY_MILLIS = 1_000;

    private final ServerConfig config;
    private final BlockingQueue<Ending> endings = new LinkedBlockingQueue<>();

    /** Why a server has to end. */
    private sealed interface Ending {
        record Stopped(Runnable confirm) implements Ending {}

        record HistoryLost(HistoryLostException loss) implements Ending {}
    }

    private ServeProcess(ServerConfig config) {
        this.config = config;
    }

    /**
     * Serves, and returns when the server has stopped: upon SIGTERM or SIGINT.
     *
     * @throws StartFailedException when it cannot start
     */
    public static void run(ServerConfig config) {
        Logging.configure(config.log().level(), config.log().format());
        new ServeProcess(config).run();
    }

    private void run() {
        EtcdServer server = start();
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(this::stop));
        try {
            while (true) {
                switch (endings.take()) {
                    case Ending.Stopped(Runnable confirm) -> {
                        logger.info("Stopping");
                        server.close();
                        logger.info("Stopped");
                        confirm.run();
                        return;
                    }
                    case Ending.HistoryLost(HistoryLostException loss) -> {
                        logger.error(
                                "History was lost: {}. Ending all watches and calls; serving again under a new cluster id",
                                loss.getMessage());
                        server.abort();
                        endings.removeIf(Ending.HistoryLost.class::isInstance);
                        @Nullable EtcdServer fresh = startAnew(loss.clusterId());
                        if (fresh != null) {
                            server = fresh;
                        }
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private EtcdServer start() {
        EtcdServer server = EtcdServer.start(config, this::failed);
        logger.info(
                "evenkeel {} serves store {} of {}, at revision {}, on {}, {} ms after the start",
                ProductVersion.current(),
                config.datastore().store(),
                Datastores.settings(config.datastore()).description(),
                server.revision(),
                config.listener().clientUrls(),
                sinceStart());
        return server;
    }

    /** A server of the store as it is now, as soon as there can be one; null when this process is to stop before. */
    private @Nullable EtcdServer startAnew(long lostClusterId) throws InterruptedException {
        while (true) {
            try {
                long clusterId = Datastores.renewClusterId(config.datastore(), lostClusterId);
                EtcdServer server = start();
                logger.info("The store has cluster id {} now", Long.toHexString(clusterId));
                return server;
            } catch (StartFailedException e) {
                logger.warn("Cannot serve again yet: {}", e.getMessage());
            }
            Ending ending = endings.poll(RETRY_MILLIS, TimeUnit.MILLISECONDS);
            if (ending instanceof Ending.Stopped stopped) {
                endings.add(stopped);
                return null;
            }
        }
    }

    /** Runs in the JVM's shutdown, which goes on when this returns. */
    private void stop() {
        var confirmed = new LinkedBlockingQueue<Boolean>();
        endings.add(new Ending.Stopped(() -> confirmed.add(true)));
        try {
            confirmed.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(Throwable failure) {
        if (failure instanceof HistoryLostException loss) {
            endings.add(new Ending.HistoryLost(loss));
        } else {
            halt(failure);
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
