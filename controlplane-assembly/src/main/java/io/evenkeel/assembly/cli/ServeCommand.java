package io.evenkeel.assembly.cli;

import io.evenkeel.assembly.config.ServerConfig;
import io.evenkeel.assembly.config.Settings;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code evenkeel serve}: gathers the settings and runs the server. Its options are made from {@link Settings}, so that
 * flags, variables, the file and the help text cannot differ.
 */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpAutoWidth = true,
        description = "Run the server.",
        footer = {
            "",
            "Every option can also be given as an environment variable (--max-txn-ops as EVENKEEL_MAX_TXN_OPS) and in the"
                    + " file named by --config-file (as max-txn-ops: 128). An option wins over a variable, a variable"
                    + " over the file.",
            "Sizes are bytes or have a unit: KiB, MiB, GiB. Durations have units: 100ms, 5s, 1m30s, 2h."
        })
final class ServeCommand implements Runnable {

    private final Map<String, String> environment;
    private final Consumer<ServerConfig> server;

    @Spec
    private CommandSpec spec;

    private ServeCommand(Map<String, String> environment, Consumer<ServerConfig> server) {
        this.environment = environment;
        this.server = server;
    }

    static CommandLine create(Map<String, String> environment, Consumer<ServerConfig> server) {
        var command = new CommandLine(new ServeCommand(environment, server));
        SettingOptions.add(command.getCommandSpec(), Settings.ALL);
        return command;
    }

    @Override
    public void run() {
        warnOfUnknownVariables();
        server.accept(config());
    }

    private ServerConfig config() {
        return SettingOptions.read(spec, environment, ServerConfig::from);
    }

    /**
     * A misspelled variable would else go unnoticed. It is not refused, because Kubernetes makes variables of this prefix
     * for a service named evenkeel; those are passed over.
     */
    private void warnOfUnknownVariables() {
        var unknown = new TreeSet<String>();
        for (var variable : environment.keySet()) {
            boolean ofService = variable.contains("_SERVICE_") || variable.contains("_PORT");
            if (variable.startsWith("EVENKEEL_") && !ofService) {
                unknown.add(variable);
            }
        }
        unknown.remove(SettingOptions.CONFIG_FILE_VARIABLE);
        Settings.ALL.forEach(setting -> unknown.remove(setting.variable()));
        unknown.forEach(variable ->
                spec.commandLine().getErr().println("evenkeel: " + variable + " is no setting and has no effect"));
    }
}
