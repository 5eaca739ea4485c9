package io.evenkeel.e2e.tools;

import io.evenkeel.assembly.Main;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;

/** Our own server, as a process of its own on this test's class path. */
public final class EvenkeelProcess implements ServerUnderTest {

    private static final Duration START = Duration.ofSeconds(60);
    private static final int PROBE_MILLIS = 1000;

    private final RunningProcess process;
    private final int port;

    private EvenkeelProcess(RunningProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one; it serves when this returns.
     *
     * @param folder where its log goes
     */
    static EvenkeelProcess start(Backend.Datastore datastore, Path folder, String... flags) {
        int port = FreePorts.take();
        RunningProcess process = Command.of(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        "--datastore=" + datastore.url(),
                        "--store=" + datastore.store(),
                        "--listen-client-urls=http://127.0.0.1:" + port)
                .with(flags)
                .start(folder.resolve("evenkeel.log"));
        var server = new EvenkeelProcess(process, port);
        process.awaitUntil("an open port", START, server::isListening);
        return server;
    }

    @Override
    public int port() {
        return port;
    }

    public RunningProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }

    private boolean isListening() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host(), port), PROBE_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
