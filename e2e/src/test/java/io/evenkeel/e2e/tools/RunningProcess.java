package io.evenkeel.e2e.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A program running beside the test, its output going to a file. Ends, at the latest, with the test's own process. */
public final class RunningProcess implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int TAIL_BYTES = 4000;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    private static final Queue<Runnable> AFTERWARDS = new ConcurrentLinkedQueue<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(RunningProcess::endAll));
    }

    private final String name;
    private final Process process;
    private final Path log;
    private volatile boolean paused;

    RunningProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        RUNNING.add(process);
    }

    /** Runs {@code task} in the shutdown of this JVM, when the last of the processes is gone. */
    static void whenAllHaveEnded(Runnable task) {
        AFTERWARDS.add(task);
    }

    private static void endAll() {
        List<ProcessHandle> all = RUNNING.stream()
                .flatMap(process -> Stream.concat(Stream.of(process.toHandle()), process.descendants()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle ->
                handle.onExit().orTimeout(GRACE.toSeconds(), TimeUnit.SECONDS).join());
        AFTERWARDS.forEach(Runnable::run);
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
        var _ = awaitEnd(GRACE);
    }

    /** {@code kill -9} of it and of all that it has started. */
    public void killAll() {
        process.toHandle().children().findAny().ifPresent(child -> pause());
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        var _ = awaitEnd(GRACE);
        Await.until(
                "the end of the children of " + name,
                GRACE,
                () -> children.stream().noneMatch(ProcessHandle::isAlive));
        paused = false;
    }

    /** SIGSTOP: it and all that it has started stand still until {@link #resume}. */
    public void pause() {
        paused = true;
        signal("-STOP", Stream.of(process.toHandle()));
        signal("-STOP", process.descendants());
    }

    public void resume() {
        signal("-CONT", Stream.concat(process.descendants(), Stream.of(process.toHandle())));
        paused = false;
    }

    private static void signal(String signal, Stream<ProcessHandle> processes) {
        List<String> pids = processes.map(handle -> Long.toString(handle.pid())).toList();
        if (!pids.isEmpty()) {
            // One that has ended meanwhile is none to be signalled.
            var _ = Command.of(Path.of("kill"), signal)
                    .with(pids.toArray(String[]::new))
                    .run();
        }
    }

    /** SIGTERM, and the exit code it led to. */
    public int terminate(Duration limit) {
        process.destroy();
        return awaitEnd(limit);
    }

    /** Waits for its end, and returns the exit code. */
    public int awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + limit + ": " + this);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for the end of " + name, e);
        }
    }

    /** SIGTERM, and {@code kill -9} if that takes too long. */
    @Override
    public void close() {
        RUNNING.remove(process);
        if (paused) {
            resume();
        }
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
}
