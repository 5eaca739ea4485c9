package io.evenkeel.e2e.tools;

import java.nio.file.Files;
import java.nio.file.Path;

/** The work tree the tests run in. */
public final class Repository {

    private Repository() {}

    /** The folder that holds {@code e2e}, found upwards from where the test was started. */
    public static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("e2e/tools/build"))) {
                return folder;
            }
        }
        throw new AssertionError("no e2e/tools/build above " + Path.of("").toAbsolutePath());
    }
}
