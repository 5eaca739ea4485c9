package io.evenkeel.assembly.cli;

import io.evenkeel.assembly.check.StoreCheck;
import io.evenkeel.sql.DatastoreSettings;
import io.evenkeel.sql.SqlDatastore;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code evenkeel check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpAutoWidth = true,
        description =
                "Read all of a store and prove that it is what servers take it for: no revision is missing, every key's versions"
                        + " follow on each other, leases that keys hang on exist, and what is compacted is so.",
        footer = {
            "",
            "Servers may be running. Each finding is a line; the exit code is 1 when there is any, and when the store cannot be read."
        })
final class CheckCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    private CheckCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    static CommandLine create(Map<String, String> environment) {
        return StoreOptions.toRead(new CommandLine(new CheckCommand(environment)));
    }

    @Override
    public Integer call() {
        DatastoreSettings settings = StoreOptions.read(spec, environment);
        var out = spec.commandLine().getOut();
        var found = new AtomicLong();
        var check = new StoreCheck(finding -> {
            found.incrementAndGet();
            out.println(finding);
        });
        try (var store = SqlDatastore.openExport(settings)) {
            store.read(check);
        }
        var summary = check.end();
        var stand = summary.stand();
        out.println("Checked " + summary.rows() + " changes, " + summary.keys() + " keys and " + summary.leases()
                + " leases at revision " + stand.head()
                + (stand.compacted() < 0 ? ", never compacted" : ", compacted at " + stand.compacted()) + ": "
                + (found.get() == 0 ? "nothing is wrong" : found.get() + " findings"));
        out.flush();
        return found.get() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
