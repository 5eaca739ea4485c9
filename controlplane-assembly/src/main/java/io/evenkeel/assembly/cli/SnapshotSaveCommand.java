package io.evenkeel.assembly.cli;

import io.evenkeel.assembly.snapshot.SnapshotSave;
import io.evenkeel.sql.DatastoreSettings;
import io.evenkeel.sql.SqlDatastore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel snapshot save}. */
@Command(
        name = "save",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpAutoWidth = true,
        description = "Save a store to a file, at one revision, keys and leases and their history.",
        footer = {
            "",
            "Servers may be running: nothing waits for a snapshot, but the database keeps what is deleted meanwhile until it is done."
                    + " Run it on the server's machine when the store is an SQLite file.",
            "The file holds everything in clear text, and only its owner may read it. One of that name is replaced when the"
                    + " snapshot is complete."
        })
final class SnapshotSaveCommand implements Runnable {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Where to save it.")
    private Path file;

    private SnapshotSaveCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    static CommandLine create(Map<String, String> environment) {
        return StoreOptions.toRead(new CommandLine(new SnapshotSaveCommand(environment)));
    }

    @Override
    public void run() {
        DatastoreSettings settings = StoreOptions.read(spec, environment);
        var progress = ProgressLine.of(spec.commandLine().getErr(), "Saved");
        try (var store = SqlDatastore.openExport(settings)) {
            new SnapshotSave(store, file, progress).run(Instant.now());
        } finally {
            progress.end();
        }
        SnapshotStatusCommand.print(file, spec.commandLine().getOut());
    }
}
