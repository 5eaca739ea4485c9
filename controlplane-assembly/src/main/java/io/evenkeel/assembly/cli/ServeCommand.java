package io.evenkeel.assembly.cli;

import io.evenkeel.assembly.config.BadSettingException;
import io.evenkeel.assembly.config.ConfigFile;
import io.evenkeel.assembly.config.ServerConfig;
import io.evenkeel.assembly.config.Setting;
import io.evenkeel.assembly.config.SettingValues;
import io.evenkeel.assembly.config.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
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

    private static final String CONFIG_FILE_FLAG = "--" + ConfigFile.FLAG;
    private static final String CONFIG_FILE_VARIABLE = "EVENKEEL_CONFIG_FILE";

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
        command.getCommandSpec()
                .addOption(option(CONFIG_FILE_FLAG, "YAML file of settings, with the names of these options as keys"));
        for (var setting : Settings.ALL) {
            var option = option("--" + setting.name(), describe(setting));
            if (!setting.alone().isEmpty()) {
                option = option.toBuilder()
                        .arity("0..1")
                        .fallbackValue(setting.alone())
                        .build();
            }
            command.getCommandSpec().addOption(option);
        }
        return command;
    }

    private static String describe(Setting<?> setting) {
        var text = setting.description() + ": " + setting.allowed() + ".";
        return setting.defaultText().isEmpty() ? text : text + " Default: " + setting.defaultText();
    }

    private static OptionSpec option(String name, String description) {
        // A % would begin a format.
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel("VALUE")
                .description(description.replace("%", "%%"))
                .build();
    }

    @Override
    public void run() {
        warnOfUnknownVariables();
        server.accept(config());
    }

    private ServerConfig config() {
        try {
            return ServerConfig.from(new SettingValues(flags(), environment, configFile()));
        } catch (BadSettingException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Map<String, String> flags() {
        var given = new HashMap<String, String>();
        for (var setting : Settings.ALL) {
            String value = spec.findOption("--" + setting.name()).getValue();
            if (value != null) {
                given.put(setting.name(), value);
            }
        }
        return given;
    }

    private ConfigFile configFile() {
        String flag = spec.findOption(CONFIG_FILE_FLAG).getValue();
        var path = flag != null ? flag : environment.getOrDefault(CONFIG_FILE_VARIABLE, "");
        return path.isEmpty() ? ConfigFile.NONE : ConfigFile.read(Path.of(path));
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
        unknown.remove(CONFIG_FILE_VARIABLE);
        Settings.ALL.forEach(setting -> unknown.remove(setting.variable()));
        unknown.forEach(variable ->
                spec.commandLine().getErr().println("evenkeel: " + variable + " is no setting and has no effect"));
    }
}
