package io.evenkeel.e2e.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for the data of one run, gone with it: an etcd takes 64 MB when it has stored nothing. */
public record Scratch(Path root) implements AutoCloseable {

    public static Scratch create() {
        try {
            return new Scratch(Files.createTempDirectory("evenkeel-scratch"));
        } catch (IOException e) {
            throw new UncheckedIOException("no scratch folder", e);
        }
    }

    /** One that is deleted when this JVM ends, once whatever runs in it has been told to end. */
    static Scratch untilExit(String name) {
        Scratch scratch = create();
        RunningProcess.whenAllHaveEnded(scratch::close);
        return new Scratch(scratch.folder(name));
    }

    public Path folder(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + name + " in " + root, e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + root, e);
        }
    }
}
