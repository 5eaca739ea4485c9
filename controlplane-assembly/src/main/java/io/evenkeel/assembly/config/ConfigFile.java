package io.evenkeel.assembly.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * A configuration file: YAML with the names of flags as keys, as etcd's. A list stands for its items joined by commas.
 *
 * @param path for messages
 * @param values text by name of setting
 */
public record ConfigFile(Path path, Map<String, String> values) {

    /** Name of the flag that names the file. Not a {@link Setting}, since it cannot be in the file. */
    public static final String FLAG = "config-file";

    public static final ConfigFile NONE = new ConfigFile(Path.of(""), Map.of());

    public ConfigFile {
        values = Map.copyOf(values);
    }

    public static ConfigFile read(Path path) {
        var values = new LinkedHashMap<String, String>();
        if (parse(path) instanceof Map<?, ?> settings) {
            settings.forEach((name, value) -> values.put(known(path, name), text(path, name, value)));
        } else {
            throw complaint(path, "is not a list of name: value");
        }
        return new ConfigFile(path, values);
    }

    private static Object parse(Path path) {
        // Without a schema of types every scalar stays the text it was written as, and a missing one is empty text.
        var yaml = new Load(LoadSettings.builder()
                .setSchema(new FailsafeSchema())
                .setTagConstructors(Map.of(Tag.NULL, node -> ""))
                .build());
        try {
            var documents = yaml.loadAllFromString(Files.readString(path)).iterator();
            var first = documents.hasNext() ? documents.next() : Map.of();
            if (documents.hasNext()) {
                throw complaint(path, "has more than one document");
            }
            return first;
        } catch (MarkedYamlEngineException e) {
            // Its message would repeat the line, and with it perhaps a password.
            var line = e.getProblemMark()
                    .map(mark -> " in line " + (mark.getLine() + 1))
                    .orElse("");
            throw complaint(path, "is not YAML: " + e.getProblem() + line);
        } catch (YamlEngineException e) {
            throw complaint(path, "is not YAML");
        } catch (NoSuchFileException e) {
            throw complaint(path, "does not exist");
        } catch (CharacterCodingException e) {
            throw complaint(path, "is not UTF-8");
        } catch (IOException e) {
            throw complaint(path, "cannot be read: " + e.getMessage());
        }
    }

    private static String known(Path path, Object name) {
        if (Settings.ALL.stream().noneMatch(setting -> setting.name().equals(name))) {
            throw complaint(path, "has a setting \"" + name + "\", which does not exist");
        }
        return (String) name;
    }

    private static String text(Path path, Object name, Object value) {
        return switch (value) {
            case String scalar -> scalar;
            case List<?> items
            when items.stream().allMatch(String.class::isInstance) ->
                items.stream().map(String.class::cast).collect(Collectors.joining(","));
            default -> throw complaint(path, "has more than a value or a list of values for \"" + name + "\"");
        };
    }

    private static BadSettingException complaint(Path path, String what) {
        return BadSettingException.badFile(path.toString(), what);
    }
}
