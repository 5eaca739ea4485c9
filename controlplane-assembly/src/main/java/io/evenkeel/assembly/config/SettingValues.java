package io.evenkeel.assembly.config;

import java.util.Map;

/**
 * The text given for each setting, and where: a flag wins over an environment variable, that over the configuration
 * file, that over the default.
 */
public final class SettingValues {

    private final Map<String, String> flags;
    private final Map<String, String> environment;
    private final ConfigFile file;

    /**
     * The values given.
     *
     * @param flags by name without dashes
     * @param environment by variable; an empty variable counts as not set, as in etcd
     */
    public SettingValues(Map<String, String> flags, Map<String, String> environment, ConfigFile file) {
        this.flags = Map.copyOf(flags);
        this.environment = Map.copyOf(environment);
        this.file = file;
    }

    <T> T get(Setting<T> setting) {
        return setting.parse(given(setting).text());
    }

    /** The complaint, begun with the place its value came from, so that one knows what to edit. */
    BadSettingException withOrigin(BadSettingException complaint) {
        for (var setting : Settings.ALL) {
            if (setting.name().equals(complaint.name())) {
                var given = given(setting);
                return complaint.about(given.origin(), setting.shown().apply(given.text()));
            }
        }
        throw new AssertionError(complaint);
    }

    private Given given(Setting<?> setting) {
        var flag = flags.get(setting.name());
        if (flag != null) {
            return new Given(flag, "--" + setting.name());
        }
        var variable = environment.get(setting.variable());
        if (variable != null && !variable.isEmpty()) {
            return new Given(variable, setting.variable());
        }
        var line = file.values().get(setting.name());
        if (line != null) {
            return new Given(line, setting.name() + " in " + file.path());
        }
        return new Given(setting.defaultText(), "--" + setting.name());
    }

    /**
     * One value given.
     *
     * @param origin the place, as a user would call it
     */
    private record Given(String text, String origin) {}
}
