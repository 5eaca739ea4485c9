package io.evenkeel.assembly.cli;

import io.evenkeel.assembly.logging.Logging;
import io.evenkeel.assembly.migrate.Migration;
import io.evenkeel.assembly.migrate.Place;
import io.evenkeel.assembly.snapshot.Progress;
import io.evenkeel.sql.SqlDatastore;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code evenkeel migrate}. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpAutoWidth = true,
        description =
                "Move everything from an etcd, a kine or a store of evenkeel into an empty store of evenkeel or an empty etcd,"
                        + " and compare the two at the end.",
        footer = {
            "",
            "Stop what writes to the source first: that it has changed meanwhile is an error. Interrupted, it goes on where it was when"
                    + " the same command is run again. No server opens a store before all is in it; an etcd shows what it has."
                    + " Leases get their full TTL again.",
            "Into a store of evenkeel: keys, values, revisions, versions and leases are kept; from another store of evenkeel also the"
                    + " history, else it is marked as compacted, so that watchers list again. Into an etcd: keys, values and leases are"
                    + " kept, revisions and versions are not. Nothing goes into a database of kine.",
            "The exit code is 1 when the migration has failed, or when source and target are different at the end."
        })
final class MigrateCommand implements Callable<Integer> {

    private static final String FROM = "Where to read: http://host:port or https://host:port of an etcd,"
            + " kine+sqlite:///path, kine+postgres://… or kine+mysql://… of the database of a kine,"
            + " sqlite:///path, postgres://… or mysql://… of a database of evenkeel, as --datastore of serve.";

    private static final String TO =
            "What to fill: sqlite:///path, postgres://… or mysql://… of a database of evenkeel,"
                    + " http://host:port or https://host:port of an etcd.";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--discard-unfinished",
            description = "Empty the target first of what an interrupted migration has left in it. Not in an etcd.")
    private boolean discardsUnfinished;

    @Option(names = "--verify-only", description = "Change nothing, and only compare the two.")
    private boolean verifiesOnly;

    private MigrateCommand() {}

    static CommandLine create() {
        var command = new CommandLine(new MigrateCommand());
        PlaceOptions.add(command.getCommandSpec(), "from", FROM);
        PlaceOptions.add(command.getCommandSpec(), "to", TO);
        return command;
    }

    @Override
    public Integer call() {
        Place source = PlaceOptions.read(spec, "from");
        Place target = PlaceOptions.read(spec, "to");
        refuse(target);
        Logging.quiet();
        var said = new Said(spec.commandLine());
        var migration = new Migration(source, target, said::line, said::step);
        try {
            if (discardsUnfinished && target instanceof Place.Store(var settings)) {
                SqlDatastore.discardImport(settings);
            }
            return (verifiesOnly ? migration.verify() : migration.run()) ? ExitCode.OK : ExitCode.SOFTWARE;
        } finally {
            said.endStep();
        }
    }

    private void refuse(Place target) {
        if (target instanceof Place.Kine) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--to: a migration into a database of kine is not possible: a server of kine takes keys, but neither their"
                            + " revisions nor their leases, and its table is its own");
        }
        if (discardsUnfinished && !(target instanceof Place.Store)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--discard-unfinished goes with a database of evenkeel only; empty the etcd yourself");
        }
        if (discardsUnfinished && verifiesOnly) {
            throw new ParameterException(
                    spec.commandLine(), "--discard-unfinished and --verify-only do not go together");
        }
    }

    /** What is written of a migration: what it found to standard output, how far a step has come to standard error. */
    private static final class Said {

        private final CommandLine command;
        private Optional<ProgressLine> step = Optional.empty();

        Said(CommandLine command) {
            this.command = command;
        }

        void line(String text) {
            endStep();
            command.getOut().println(text);
            command.getOut().flush();
        }

        Progress step(String doing) {
            endStep();
            var line = ProgressLine.of(command.getErr(), doing);
            step = Optional.of(line);
            return line;
        }

        void endStep() {
            step.ifPresent(ProgressLine::end);
            step = Optional.empty();
        }
    }
}
