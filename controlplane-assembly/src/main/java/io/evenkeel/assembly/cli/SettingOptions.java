package io.evenkeel.assembly.cli;

import io.evenkeel.assembly.config.BadSettingException;
import io.evenkeel.assembly.config.ConfigFile;
import io.evenkeel.assembly.config.Setting;
import io.evenkeel.assembly.config.SettingValues;
import io.evenkeel.assembly.config.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The options of a command that are made from settings, so that flags, variables, the file and the help text cannot differ. */
final class SettingOptions {

    static final String CONFIG_FILE_VARIABLE = "EVENKEEL_CONFIG_FILE";
    private static final String CONFIG_FILE_FLAG = "--" + ConfigFile.FLAG;

    private SettingOptions() {}

    /** Gives the command an option for each of these settings, and one for the configuration file. */
    static void add(CommandSpec command, List<Setting<?>> settings) {
        command.addOption(option(CONFIG_FILE_FLAG, "YAML file of settings, with the names of these options as keys"));
        for (var setting : settings) {
            var option = option("--" + setting.name(), describe(setting));
            if (!setting.alone().isEmpty()) {
                option = option.toBuilder()
                        .arity("0..1")
                        .fallbackValue(setting.alone())
                        .build();
            }
            command.addOption(option);
        }
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

    /**
     * What {@code reader} makes of all that is given on the command line, by variables and in the file.
     *
     * @throws ParameterException naming the first setting that is not allowed
     */
    static <T> T read(CommandSpec command, Map<String, String> environment, Function<SettingValues, T> reader) {
        try {
            return reader.apply(new SettingValues(flags(command), environment, configFile(command, environment)));
        } catch (BadSettingException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private static Map<String, String> flags(CommandSpec command) {
        var given = new HashMap<String, String>();
        for (var setting : Settings.ALL) {
            var option = command.findOption("--" + setting.name());
            String value = option == null ? null : option.getValue();
            if (value != null) {
                given.put(setting.name(), value);
            }
        }
        return given;
    }

    private static ConfigFile configFile(CommandSpec command, Map<String, String> environment) {
        String flag = command.findOption(CONFIG_FILE_FLAG).getValue();
        var path = flag != null ? flag : environment.getOrDefault(CONFIG_FILE_VARIABLE, "");
        return path.isEmpty() ? ConfigFile.NONE : ConfigFile.read(Path.of(path));
    }
}
