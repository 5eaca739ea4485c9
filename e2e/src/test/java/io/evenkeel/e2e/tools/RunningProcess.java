package io.evenkeel.e2e.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A program running beside the test, its output going to a file. Ends, at the latest, with the test's own process. */
public final class RunningProcess implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int TAIL_BYTES = 4000;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final String name;
    private final Process process;
    private final Path log;

    RunningProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        RUNNING.add(process);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Waits for a condition that this process brings about; fails early, with the log's end, if it dies. */
    public void awaitUntil(String what, Duration limit, BooleanSupplier condition) {
        Await.until(() -> what + " of " + this, limit, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("waiting for " + what + ", but there ended " + this);
            }
            return condition.getAsBoolean();
        });
    }

    /** {@code kill -9}. The process is gone when this returns. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(GRACE);
    }

    /** SIGTERM, and the exit code it led to. */
    public int terminate(Duration limit) {
        process.destroy();
        awaitEnd(limit);
        return process.exitValue();
    }

    /** SIGTERM, and {@code kill -9} if that takes too long. */
    @Override
    public void close() {
        RUNNING.remove(process);
        process.destroy();
        try {
            if (process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    public String output() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log of " + name, e);
        }
    }

    @Override
    public String toString() {
        String state = process.isAlive() ? " (running)" : " (exit code " + process.exitValue() + ")";
        String text = output();
        return name + state + ", whose log ends with:\n" + text.substring(Math.max(0, text.length() - TAIL_BYTES));
    }

    private void awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + limit + ": " + this);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for the end of " + name, e);
        }
    }
}
