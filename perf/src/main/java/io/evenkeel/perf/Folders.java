package io.evenkeel.perf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Fresh folders for the servers' data, emptied in the end but for what they said and recorded. */
final class Folders implements AutoCloseable {

    private final Path root;

    Folders(Path root) {
        this.root = root;
        delete(path -> true);
    }

    Path fresh(String name) {
        try {
            return Files.createDirectories(
                    root.resolve(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        delete(path -> !path.toString().endsWith(".jfr") && !path.toString().endsWith(".log"));
    }

    private void delete(Predicate<Path> unwanted) {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(root)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Path path : deepestFirst) {
            try {
                if (Files.isDirectory(path)) {
                    deleteIfEmpty(path);
                } else if (unwanted.test(path)) {
                    Files.delete(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                return;
            }
        }
        Files.delete(folder);
    }
}
