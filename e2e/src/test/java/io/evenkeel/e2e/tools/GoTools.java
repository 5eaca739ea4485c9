package io.evenkeel.e2e.tools;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The real programs pinned in {@code e2e/tools}, built on first use. A test fails, and does not skip, without them. */
public final class GoTools {

    private static final Duration COLD_BUILD = Duration.ofMinutes(20);
    private static final Map<String, Path> PATHS = new ConcurrentHashMap<>();

    private GoTools() {}

    /** The binary of {@code etcd}, {@code etcdctl}, {@code kube-apiserver}, {@code kubectl}, … */
    public static Path path(String program) {
        return PATHS.computeIfAbsent(program, GoTools::build);
    }

    private static Path build(String program) {
        CommandResult result = Command.of(Repository.root().resolve("e2e/tools/build"), program)
                .run(COLD_BUILD);
        if (result.exitCode() != 0) {
            throw new AssertionError("cannot have the program " + program + ": " + result.stderr());
        }
        return Path.of(result.stdout().lines().toList().getLast());
    }
}
