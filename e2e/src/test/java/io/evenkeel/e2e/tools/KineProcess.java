package io.evenkeel.e2e.tools;

import java.nio.file.Path;
import java.time.Duration;

/** A real kine. */
public final class KineProcess implements ServerUnderTest {

    private static final Duration START = Duration.ofSeconds(60);

    private final RunningProcess process;
    private final int port;

    private KineProcess(RunningProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one; it serves when this returns.
     *
     * @param endpoint the database, as kine spells it
     * @param folder where its log goes
     */
    public static KineProcess start(String endpoint, Path folder) {
        int port = FreePorts.take();
        RunningProcess process = Command.of(
                        GoTools.path("kine"),
                        "--endpoint=" + endpoint,
                        "--listen-address=127.0.0.1:" + port,
                        "--metrics-bind-address=0")
                .start(folder.resolve("kine.log"));
        var kine = new KineProcess(process, port);
        process.awaitUntil("health", START, () -> GrpcHealth.isServing(kine));
        return kine;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return process.toString();
    }
}
