package io.evenkeel.e2e.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program with its arguments, environment and input: run to its end, or started and left running. */
public record Command(List<String> words, Map<String, String> environment, String input) {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    public Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    public static Command of(Path program, String... arguments) {
        return new Command(
                Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                        .toList(),
                Map.of(),
                "");
    }

    public Command with(String... arguments) {
        return new Command(Stream.concat(words.stream(), Stream.of(arguments)).toList(), environment, input);
    }

    public Command withEnvironment(String name, String value) {
        Map<String, String> extended = new HashMap<>(environment);
        extended.put(name, value);
        return new Command(words, extended, input);
    }

    public Command withInput(String text) {
        return new Command(words, environment, text);
    }

    /** Runs to the end and expects exit code 0; returns what the program wrote to its standard output. */
    public String output() {
        CommandResult result = run();
        if (result.exitCode() != 0) {
            throw new AssertionError(this + " ended with " + result);
        }
        return result.stdout();
    }

    public CommandResult run() {
        return run(LIMIT);
    }

    public CommandResult run(Duration limit) {
        try {
            Path stdin = scratch(".in");
            Path stdout = scratch(".out");
            Path stderr = scratch(".err");
            try {
                Files.writeString(stdin, input);
                Process process = builder()
                        .redirectInput(stdin.toFile())
                        .redirectOutput(stdout.toFile())
                        .redirectError(stderr.toFile())
                        .start();
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError(this + " still ran after " + limit + ": " + Files.readString(stderr));
                }
                return new CommandResult(process.exitValue(), Files.readString(stdout), Files.readString(stderr));
            } finally {
                Files.delete(stdin);
                Files.delete(stdout);
                Files.delete(stderr);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + this, e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while running " + this, e);
        }
    }

    /** Starts the program and leaves it running, with all that it writes going to {@code log}. */
    public RunningProcess start(Path log) {
        try {
            ProcessBuilder builder = builder().redirectErrorStream(true).redirectOutput(log.toFile());
            return new RunningProcess(toString(), builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + this, e);
        }
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        return builder;
    }

    private static Path scratch(String suffix) throws IOException {
        return Files.createTempFile("evenkeel-command", suffix);
    }
}
