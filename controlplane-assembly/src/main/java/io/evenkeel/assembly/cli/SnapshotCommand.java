package io.evenkeel.assembly.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code evenkeel snapshot}: what it can do is in commands of its own. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Save a store to a file, look at such a file, or restore it into an empty store.")
final class SnapshotCommand {

    private SnapshotCommand() {}

    static CommandLine create(Map<String, String> environment) {
        return new CommandLine(new SnapshotCommand())
                .addSubcommand(SnapshotSaveCommand.create(environment))
                .addSubcommand(new SnapshotStatusCommand())
                .addSubcommand(SnapshotRestoreCommand.create(environment));
    }
}
