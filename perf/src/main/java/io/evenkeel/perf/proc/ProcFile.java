package io.evenkeel.perf.proc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A file below /proc. */
final class ProcFile {

    private ProcFile() {}

    static String read(String path) {
        try {
            return Files.readString(Path.of("/proc", path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, empty when there is no such file: its process has ended. */
    static Optional<String> readIfThere(String path) {
        try {
            return Optional.of(Files.readString(Path.of("/proc", path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of kilobytes after {@code name}, as in /proc/PID/status. */
    static long kilobytes(String path, String name) {
        return read(path)
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).replace("kB", "").strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("/proc/" + path + " has no line " + name));
    }
}
