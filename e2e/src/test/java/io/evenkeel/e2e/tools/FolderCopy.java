package io.evenkeel.e2e.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder with all that is in it, rights included, to be put back later. */
public final class FolderCopy {

    private FolderCopy() {}

    /** @param to which does not exist yet */
    public static void copy(Path from, Path to) {
        Command.of(Path.of("cp"), "-a", from.toString(), to.toString()).output();
    }

    /** Makes of {@code folder} what {@code copy} is. */
    public static void replace(Path folder, Path copy) {
        deleteContents(folder);
        Command.of(Path.of("cp"), "-a", copy + "/.", folder.toString()).output();
    }

    private static void deleteContents(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> all = files.map(Path::toString).toList();
            Command.of(Path.of("rm"), "-r").with(all.toArray(String[]::new)).output();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot empty " + folder, e);
        }
    }
}
