package io.evenkeel.e2e.image;

import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** An image as a folder, with what its Dockerfile says of how to start it. */
public record Image(Path root, Dockerfile dockerfile) {

    private static final Duration BUILD = Duration.ofMinutes(10);
    private static final Path SCRIPTS = Repository.root().resolve("docker");

    /** Whether this machine lets its user see nothing but a folder: not within every container. */
    public static boolean canBeRun() {
        return Command.of(Path.of("unshare"), "--map-root-user", "--mount", "--pid", "--fork", "true")
                        .run()
                        .exitCode()
                == 0;
    }

    /**
     * The server's.
     *
     * @param root where it goes; must not be there yet
     */
    static Image build(Path root) {
        return build(SCRIPTS.resolve("Dockerfile"), root);
    }

    /**
     * The operator's.
     *
     * @param root where it goes; must not be there yet
     */
    public static Image buildOperator(Path root) {
        return build(SCRIPTS.resolve("operator.Dockerfile"), root);
    }

    private static Image build(Path dockerfile, Path root) {
        CommandResult result = Command.of(SCRIPTS.resolve("folder"), dockerfile.toString(), root.toString())
                .run(BUILD);
        if (result.exitCode() != 0) {
            throw new AssertionError("the image cannot be built: " + result);
        }
        return new Image(root, Dockerfile.read(dockerfile));
    }

    /** What runs the entry point with these arguments, and with {@code folder} of this machine as the working directory. */
    Command commandIn(Path folder, String... arguments) {
        give(folder);
        return command(List.of("--mount", folder.toString(), dockerfile.workdir()), arguments);
    }

    /** @param options of {@code docker/contain} */
    public Command command(List<String> options, String... arguments) {
        return Command.of(
                        SCRIPTS.resolve("contain"),
                        root.toString(),
                        "--user",
                        dockerfile.user(),
                        "--env",
                        dockerfile.environment(),
                        "--workdir",
                        dockerfile.workdir())
                .with(options.toArray(String[]::new))
                .with("--")
                .with(dockerfile.entrypoint().toArray(String[]::new))
                .with(arguments);
    }

    /** Only root can, and only root has to. */
    private void give(Path folder) {
        if (System.getProperty("user.name").equals("root")) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.toList()) {
                    Files.setAttribute(file, "unix:uid", dockerfile.uid());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** All files below this folder inside, as they lie on this machine. */
    List<Path> filesIn(Path folder) {
        try (Stream<Path> files = Files.walk(root.resolve(Path.of("/").relativize(folder)))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long bytes() {
        return filesIn(Path.of("/")).stream()
                .mapToLong(file -> file.toFile().length())
                .sum();
    }
}
