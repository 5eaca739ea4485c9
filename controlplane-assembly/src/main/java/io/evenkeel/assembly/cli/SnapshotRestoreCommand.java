package io.evenkeel.assembly.cli;

import io.evenkeel.assembly.snapshot.SnapshotFile;
import io.evenkeel.assembly.snapshot.SnapshotRestore;
import io.evenkeel.sql.DatastoreSettings;
import io.evenkeel.sql.SqlDatastore;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel snapshot restore}. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpAutoWidth = true,
        description = "Restore a snapshot into an empty store, whatever kind of database it was taken of.",
        footer = {
            "",
            "The store gets a new cluster id, and its leases their full TTL. It can be served when the command has ended; until then"
                    + " no server opens it. When it was interrupted, run it again."
        })
final class SnapshotRestoreCommand implements Runnable {

    /** More than any store writes between its last snapshot and its loss; what etcd's documentation recommends. */
    private static final String BUMP = "1000000000";

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The snapshot.")
    private Path file;

    @Option(
            names = "--bump-revision",
            paramLabel = "NUMBER",
            defaultValue = BUMP,
            description =
                    "How far to raise the revision. All before is marked as compacted, so that whoever has seen newer"
                            + " revisions than the snapshot's lists again. 0 keeps the revision and the history: only for a store that nobody"
                            + " has written to since the snapshot. Default: " + BUMP)
    private long bump;

    @Option(
            names = "--discard-unfinished",
            description =
                    "Throw away first what another restore or migration into the store has left when it was interrupted.")
    private boolean discardsUnfinished;

    private SnapshotRestoreCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    static CommandLine create(Map<String, String> environment) {
        return StoreOptions.toMake(new CommandLine(new SnapshotRestoreCommand(environment)));
    }

    @Override
    public void run() {
        DatastoreSettings settings = StoreOptions.read(spec, environment);
        if (bump < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--bump-revision: \"" + bump + "\" is not allowed; allowed is a number from 0 on");
        }
        SnapshotFile snapshot = SnapshotFile.open(file);
        if (discardsUnfinished) {
            SqlDatastore.discardImport(settings);
        }
        var progress = ProgressLine.of(spec.commandLine().getErr(), "Restored");
        try (var target = SqlDatastore.openImport(
                settings, "the snapshot " + snapshot.facts().checksum())) {
            new SnapshotRestore(snapshot, target, progress).run(bump);
        } finally {
            progress.end();
        }
        var facts = snapshot.facts();
        spec.commandLine()
                .getOut()
                .println("Restored " + facts.changes() + " changes and " + facts.leases() + " leases of revision "
                        + facts.head() + "; the store is at revision " + (facts.head() + bump) + " now");
    }
}
