package io.evenkeel.e2e.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.Repository;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How {@code ./evenkeel} and {@code ./mvnw} find a JDK, among folders made up for the purpose. */
class LauncherIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Scratch scratch = Scratch.create();

    @AfterEach
    void deleteFiles() {
        scratch.close();
    }

    @Test
    void takesTheFirstThatIsNewEnough() throws IOException {
        Path old = jdk("old", "17.0.12");
        Path runtime = Files.createDirectories(scratch.root().resolve("runtime-only"));
        Files.writeString(runtime.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        Path fitting = jdk("fitting", "25.0.3");
        Path newer = jdk("newer", "26");

        assertThat(find(old, runtime, fitting, newer).stdout().strip()).isEqualTo(fitting.toString());
        assertThat(find(newer, fitting).stdout().strip()).isEqualTo(newer.toString());
    }

    @Test
    void saysWhatToInstallWhenThereIsNone() throws IOException {
        CommandResult found = find(jdk("old", "21.0.4"));

        assertThat(found.exitCode()).isEqualTo(1);
        assertThat(found.stdout()).isBlank();
        assertThat(found.stderr())
                .contains("evenkeel needs a JDK 25 or newer, and none was found.")
                .contains("JAVA_HOME");
    }

    /** As what a system starts as a service. */
    @Test
    void looksInAllPlacesWithoutAHomeInTheEnvironment() throws IOException {
        Path named = jdk("named", "25.0.3");
        String script =
                "unset HOME; set -eu; . '%s'; JAVA_HOME='%s'; jdk_candidates >/dev/null; find_jdk; echo \"$JDK_HOME\""
                        .formatted(Repository.root().resolve(".mvn/find-jdk.sh"), named);

        CommandResult found = Command.of(Path.of("/bin/sh"), "-c", script).run(LIMIT);

        assertThat(found.stderr()).isBlank();
        assertThat(found.stdout().strip()).isEqualTo(named.toString());
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = scratch.folder(name);
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path javac = Files.createDirectories(home.resolve("bin")).resolve("javac");
        Files.createFile(javac, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        return home;
    }

    private static CommandResult find(Path... candidates) {
        var list = new StringBuilder();
        for (Path candidate : candidates) {
            list.append("echo '").append(candidate).append("'; ");
        }
        String script = ". '%s'; jdk_candidates() { %s }; find_jdk || exit 1; echo \"$JDK_HOME\""
                .formatted(Repository.root().resolve(".mvn/find-jdk.sh"), list);
        return Command.of(Path.of("/bin/sh"), "-c", script).run(LIMIT);
    }
}
