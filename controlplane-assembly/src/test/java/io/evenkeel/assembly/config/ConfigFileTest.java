package io.evenkeel.assembly.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigFileTest {

    @TempDir
    private Path directory;

    @Test
    void takesEveryValueAsTheTextItWasWrittenAs() throws IOException {
        var file = write("""
                # comment
                name: 007
                max-txn-ops: 0x10
                store: yes
                request-timeout: 1m30s
                datastore: "postgres://u:p@h/d"
                """);

        assertThat(ConfigFile.read(file).values())
                .isEqualTo(Map.of(
                        "name", "007",
                        "max-txn-ops", "0x10",
                        "store", "yes",
                        "request-timeout", "1m30s",
                        "datastore", "postgres://u:p@h/d"));
    }

    @Test
    void takesUrlsAsAListOrSeparatedByCommas() throws IOException {
        var file = write("""
                listen-client-urls:
                  - http://127.0.0.1:2379
                  - http://[::1]:2379
                advertise-client-urls: http://a:1,http://b:1
                """);

        assertThat(ConfigFile.read(file).values())
                .isEqualTo(Map.of(
                        "listen-client-urls", "http://127.0.0.1:2379,http://[::1]:2379",
                        "advertise-client-urls", "http://a:1,http://b:1"));
    }

    @Test
    void takesAnEmptyFile() throws IOException {
        assertThat(ConfigFile.read(write("# nothing yet\n")).values()).isEmpty();
    }

    @Test
    void takesAMissingValueAsAnEmptyOne() throws IOException {
        assertThat(ConfigFile.read(write("name:\n")).values()).isEqualTo(Map.of("name", ""));
    }

    @Test
    void refusesASecondDocument() throws IOException {
        refuses(write("name: a\n---\nname: b\n"), "has more than one document");
    }

    @Test
    void refusesAnUnknownKeyByItsName() throws IOException {
        refuses(write("max-txn-opps: 3"), "has a setting \"max-txn-opps\", which does not exist");
    }

    @Test
    void refusesAKeyThatIsGivenTwice() throws IOException {
        refuses(write("name: a\nname: b\n"), "is not YAML: found duplicate key name in line 2");
    }

    @Test
    void refusesAMapForAValue() throws IOException {
        refuses(write("datastore: {url: x}"), "has more than a value or a list of values for \"datastore\"");
    }

    @Test
    void refusesAFileThatIsNoMap() throws IOException {
        refuses(write("- name"), "is not a list of name: value");
    }

    @Test
    void refusesWhatIsNotYamlWithoutRepeatingIt() throws IOException {
        var file = write("name: a\ndatastore: \"postgres://u:hunter2@h/d\n");

        assertThatThrownBy(() -> ConfigFile.read(file))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining("is not YAML")
                .hasMessageContaining("in line")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void refusesWhatIsNotUtf8() throws IOException {
        var file = directory.resolve("f.yaml");
        Files.write(file, "name: é".getBytes(StandardCharsets.ISO_8859_1));

        refuses(file, "is not UTF-8");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        refuses(directory.resolve("none.yaml"), "does not exist");
    }

    private static void refuses(Path file, String complaint) {
        assertThatThrownBy(() -> ConfigFile.read(file))
                .isInstanceOf(BadSettingException.class)
                .hasMessageStartingWith("--config-file: \"" + file + "\" ")
                .hasMessageContaining(complaint);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("f.yaml"), text);
    }
}
