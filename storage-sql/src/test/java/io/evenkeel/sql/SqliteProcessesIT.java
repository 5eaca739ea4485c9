package io.evenkeel.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.log.LogSlice;
import io.evenkeel.mvcc.log.RevisionLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes and one SQLite file, and one process that is killed. */
@Timeout(60)
final class SqliteProcessesIT {

    @TempDir
    private Path directory;

    @Test
    void aSecondProcessIsRefusedUntilTheFirstHasGone() throws Exception {
        Path file = directory.resolve("some/where/data.db");
        Process first = start(file);
        try (BufferedReader acknowledged = first.inputReader()) {
            acknowledged.readLine();

            assertThatThrownBy(() -> SqlDatastore.open(settings(file)))
                    .isInstanceOf(UnfitDatastoreException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("process " + first.pid());
        } finally {
            first.destroyForcibly().waitFor();
        }

        SqlDatastore.open(settings(file)).close();
    }

    @Test
    void aSecondUseInTheSameProcessIsRefusedUnderEveryName() throws IOException {
        Path file = directory.resolve("data.db");
        SqlDatastore.open(settings(file)).close();
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), file);

        try (SqlDatastore first = SqlDatastore.open(settings(file))) {
            assertThat(first.log().shared()).isFalse();
            assertThatThrownBy(() -> SqlDatastore.open(settings(file))).isInstanceOf(UnfitDatastoreException.class);
            assertThatThrownBy(() -> SqlDatastore.open(settings(link))).isInstanceOf(UnfitDatastoreException.class);
        }
        SqlDatastore.open(settings(link)).close();
    }

    @Test
    void everythingAcknowledgedIsThereAfterAKill() throws Exception {
        Path file = directory.resolve("data.db");
        long acknowledged = 1;
        for (int kills = 0; kills < 3; kills++) {
            Process appender = start(file);
            try (BufferedReader lines = appender.inputReader()) {
                for (int i = 0; i < 50; i++) {
                    acknowledged = Long.parseLong(lines.readLine());
                }
                // by its handle: the process object would close the stream as well
                appender.toHandle().destroyForcibly();
                for (String rest = lines.readLine(); rest != null; rest = lines.readLine()) {
                    // a line that the kill cut short is a smaller number, if any
                    acknowledged = rest.isEmpty() ? acknowledged : Math.max(acknowledged, Long.parseLong(rest));
                }
            }

            try (SqlDatastore datastore = SqlDatastore.open(settings(file))) {
                assertThat(datastore.log().load(_ -> {}).head().revision()).isGreaterThanOrEqualTo(acknowledged);
                assertThat(lengthOf(datastore.log())).isGreaterThanOrEqualTo(acknowledged - 1);
            }
        }
    }

    /** How many entries follow each other from the first on. */
    private static long lengthOf(RevisionLog log) {
        long length = 0;
        LogPosition position = LogPosition.START;
        while (true) {
            LogSlice slice = (LogSlice) log.readAfter(position, 1 << 20);
            if (slice.entries().isEmpty()) {
                return length;
            }
            length += slice.entries().size();
            position = new LogPosition(
                    slice.entries().getLast().revision(),
                    slice.entries().getLast().batch());
        }
    }

    private Process start(Path file) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AppendingProcess.class.getName(),
                file.toString());
        return new ProcessBuilder(command)
                .redirectError(directory.resolve("errors").toFile())
                .start();
    }

    private static DatastoreSettings settings(Path file) {
        return new DatastoreSettings.Sqlite(file, DatastoreSettings.Options.DEFAULTS);
    }
}
