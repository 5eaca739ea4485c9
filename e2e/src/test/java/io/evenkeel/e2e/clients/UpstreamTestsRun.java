package io.evenkeel.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.DatabaseServer;
import io.evenkeel.e2e.tools.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that others wrote for their etcd, {@code e2e/upstream}; what they say is in {@code e2e/target/upstream-….md}. */
class UpstreamTestsRun {

    private static final Duration LIMIT = Duration.ofHours(2);

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes", "etcd"})
    void pass(String suite) throws IOException {
        Path root = Repository.root();
        Path report = root.resolve("e2e/target/upstream-" + suite + ".md");
        DatabaseServer postgres = DatabaseServer.of(Backend.POSTGRES);
        CommandResult result = Command.of(root.resolve("e2e/upstream/run"), suite, report.toString())
                .withEnvironment("EVENKEEL", root.resolve("evenkeel").toString())
                .withEnvironment(
                        "POSTGRES_URL",
                        postgres.datastore("upstream", postgres.port()).url())
                .run(LIMIT);

        assertThat(result.exitCode())
                .as("%s%n%s%n%s", Files.readString(report), result.stdout(), result.stderr())
                .isZero();
    }
}
