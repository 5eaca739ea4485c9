package io.evenkeel.e2e.tools;

import io.evenkeel.assembly.Main;
import io.evenkeel.assembly.rehearsal.Rehearsal;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JVM that runs our own program as a process, on this test's class path. Where that is of jars, as in a build, it starts with what a
 * JVM before has learned from a rehearsal, as users' servers do: a start takes half the processor time then, and a build has hundreds.
 */
final class ServerJvm {

    private static final Duration REHEARSAL = Duration.ofMinutes(5);
    private static final Path CACHES = Repository.root().resolve("e2e/target/aot");
    private static final Logger logger = LoggerFactory.getLogger(ServerJvm.class);

    /** What a cache was made with is what it can be used with. */
    private static final List<String> OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xlog:aot=off",
            "-Xlog:cds=off");

    private static final class Warm {
        private static final Optional<Path> CACHE = cache();
    }

    private ServerJvm() {}

    /** A command of our program, without its arguments. */
    static Command command(String... options) {
        return java().with(Warm.CACHE.map(cache -> "-XX:AOTCache=" + cache).stream()
                        .toArray(String[]::new))
                .with(options)
                .with(Main.class.getName());
    }

    private static Command java() {
        return Command.of(Path.of(System.getProperty("java.home"), "bin", "java"))
                .with(OPTIONS.toArray(String[]::new))
                .withEnvironment("CLASSPATH", isOfJars() ? String.join(File.pathSeparator, jars()) : classPath());
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** All but this test's own classes, which no server needs. */
    private static List<String> jars() {
        return Stream.of(classPath().split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .toList();
    }

    /** Else the program's classes are in folders, of which a JVM remembers nothing. */
    private static boolean isOfJars() {
        return Objects.requireNonNull(Main.class.getProtectionDomain().getCodeSource())
                .getLocation()
                .getPath()
                .endsWith(".jar");
    }

    private static Optional<Path> cache() {
        if (!isOfJars()) {
            return Optional.empty();
        }
        try {
            Path cache = CACHES.resolve(Integer.toHexString(ingredients().hashCode()) + ".aot");
            return Files.exists(cache) || rehearse(cache) ? Optional.of(cache) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a cache for servers", e);
        }
    }

    /** What no other cache than the one made of it is good for. */
    private static List<String> ingredients() throws IOException {
        List<String> ingredients = new ArrayList<>(OPTIONS);
        ingredients.add(Runtime.version() + " in " + System.getProperty("java.home"));
        for (String jar : jars()) {
            Path file = Path.of(jar);
            ingredients.add(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
        }
        return ingredients;
    }

    /** Whether there is a cache afterwards: without one everything works the same. */
    private static boolean rehearse(Path cache) throws IOException {
        try (Scratch scratch = Scratch.create()) {
            Path made = scratch.root().resolve("cache");
            CommandResult result = java().with(
                            "-XX:AOTCacheOutput=" + made,
                            Rehearsal.class.getName(),
                            scratch.folder("data").toString())
                    .run(REHEARSAL);
            if (result.exitCode() != 0 || !Files.exists(made)) {
                logger.warn("a rehearsal failed, servers start more slowly: {}", result);
                return false;
            }
            forgetOthers();
            Files.move(made, cache, StandardCopyOption.REPLACE_EXISTING);
            return true;
        }
    }

    private static void forgetOthers() throws IOException {
        Files.createDirectories(CACHES);
        try (Stream<Path> caches = Files.list(CACHES)) {
            for (Path cache : caches.toList()) {
                Files.delete(cache);
            }
        }
    }
}
