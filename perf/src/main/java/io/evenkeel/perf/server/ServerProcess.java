package io.evenkeel.perf.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A program started as a process of its own, that listens on a port of the loopback interface. */
final class ServerProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
    private static final long LOOK_NANOS = Duration.ofMillis(1).toNanos();

    private final Process process;
    private final int port;
    private final Path output;

    private ServerProcess(Process process, int port, Path output) {
        this.process = process;
        this.port = port;
        this.output = output;
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
    }

    /** Where one server of a contender, counted from 0, leaves its data and what it says. */
    static Path folder(Path contender, int server) {
        try {
            return Files.createDirectories(contender.resolve("server-" + (server + 1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param port where it will take connections, by what {@code command} says */
    static ServerProcess start(List<String> command, Map<String, String> environment, int port, Path folder) {
        Path output = folder.resolve("output.log");
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().remove("JDK_JAVA_OPTIONS");
        builder.environment().putAll(environment);
        try {
            return new ServerProcess(builder.start(), port, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    /** Returns when it takes connections. */
    void awaitListening() {
        long deadlineNanos = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!accepts()) {
            if (!process.isAlive() || System.nanoTime() > deadlineNanos) {
                throw new IllegalStateException("the server did not start; it said:\n" + said());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean accepts() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "nothing that could be read: " + e.getMessage();
        }
    }

    /** A port that nothing listens on. */
    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                process.waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
