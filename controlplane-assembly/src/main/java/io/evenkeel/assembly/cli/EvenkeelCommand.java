package io.evenkeel.assembly.cli;

import io.evenkeel.assembly.config.ServerConfig;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code evenkeel} command. Exit codes: 0 done, 1 failed, 2 asked for something that is not allowed. */
@Command(
        name = "evenkeel",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "An etcd v3 server whose durable state is a SQL database.")
public final class EvenkeelCommand {

    private EvenkeelCommand() {}

    /**
     * The command line, ready to execute.
     *
     * @param environment the environment variables
     * @param server serves with the given configuration, and returns when it has stopped
     */
    public static CommandLine create(Map<String, String> environment, Consumer<ServerConfig> server) {
        return new CommandLine(new EvenkeelCommand())
                .addSubcommand(ServeCommand.create(environment, server))
                .addSubcommand(SnapshotCommand.create(environment))
                .addSubcommand(CheckCommand.create(environment))
                .addSubcommand(MigrateCommand.create())
                .addSubcommand(new SchemaCommand())
                .addSubcommand(new CompletionCommand())
                .addSubcommand(new VersionCommand())
                .setParameterExceptionHandler(new Complaints())
                .setExecutionExceptionHandler(new Failures());
    }
}
