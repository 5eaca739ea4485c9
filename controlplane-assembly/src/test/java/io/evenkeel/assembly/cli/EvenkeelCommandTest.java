package io.evenkeel.assembly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.assembly.config.ServerConfig;
import io.evenkeel.assembly.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EvenkeelCommandTest {

    private final Map<String, String> environment = new HashMap<>();
    private final List<ServerConfig> served = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void servesWithTheDefaults() {
        assertThat(execute("serve")).isZero();

        assertThat(served).hasSize(1);
        assertThat(served.getFirst().member().name()).isEqualTo("default");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void takesEverySettingAsAFlagWithOrWithoutEqualsSign() {
        assertThat(execute("serve", "--name=a", "--quota-backend-bytes", "-1", "--max-txn-ops", "7"))
                .isZero();

        assertThat(served.getFirst().member().name()).isEqualTo("a");
        assertThat(served.getFirst().limits().quotaBackendBytes()).isEqualTo(-1);
        assertThat(served.getFirst().limits().maxTxnOps()).isEqualTo(7);
    }

    @Test
    void takesSettingsFromVariablesAndAFile() throws IOException {
        var file = Files.writeString(directory.resolve("f.yaml"), "name: file\nmax-txn-ops: 9\n");
        environment.put("EVENKEEL_MAX_TXN_OPS", "8");

        assertThat(execute("serve", "--config-file", file.toString())).isZero();

        assertThat(served.getFirst().member().name()).isEqualTo("file");
        assertThat(served.getFirst().limits().maxTxnOps()).isEqualTo(8);
    }

    @Test
    void takesTheNameOfTheFileFromAVariable() throws IOException {
        var file = Files.writeString(directory.resolve("f.yaml"), "name: file\n");
        environment.put("EVENKEEL_CONFIG_FILE", file.toString());

        assertThat(execute("serve")).isZero();

        assertThat(served.getFirst().member().name()).isEqualTo("file");
    }

    @Test
    void aBadValueStopsTheStartWithOneLine() {
        assertThat(execute("serve", "--max-txn-ops", "0")).isEqualTo(2);

        assertThat(served).isEmpty();
        assertThat(err.toString()).isEqualToNormalizingNewlines("""
                evenkeel: --max-txn-ops: "0" is not allowed; allowed is a number from 1 to 1000000
                See: evenkeel serve --help
                """);
    }

    @Test
    void aBadVariableIsNamedAsOne() {
        environment.put("EVENKEEL_LOG_LEVEL", "loud");

        assertThat(execute("serve")).isEqualTo(2);

        assertThat(err.toString()).startsWith("evenkeel: EVENKEEL_LOG_LEVEL: \"loud\" is not allowed");
    }

    @Test
    void anUnknownOptionIsNamedWithWhatMayHaveBeenMeantAndWithoutItsValue() {
        assertThat(execute("serve", "--datastor=postgres://u:hunter2@h/d")).isEqualTo(2);

        assertThat(err.toString())
                .startsWith("evenkeel: unknown option --datastor" + System.lineSeparator())
                .contains("--datastore")
                .doesNotContain("hunter2");
    }

    @Test
    void theValueAfterAnUnknownOptionIsNotRepeated() {
        assertThat(execute("serve", "--datastor", "postgres://u:hunter2@h/d")).isEqualTo(2);

        assertThat(err.toString()).contains("unknown option --datastor").doesNotContain("hunter2");
    }

    @Test
    void anArgumentThatIsNoOptionIsMasked() {
        assertThat(execute("serve", "postgres://u:hunter2@h/d")).isEqualTo(2);

        assertThat(err.toString()).contains("unexpected argument postgres://u:***@h/d");
    }

    @Test
    void anOptionGivenTwiceIsRefusedWithoutItsValue() {
        assertThat(execute("serve", "--datastore", "sqlite://a.db", "--datastore", "mysql://u:hunter2@h/d"))
                .isEqualTo(2);

        assertThat(err.toString()).contains("--datastore").doesNotContain("hunter2");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThat(execute("serve", "--config-file", "/nowhere/f.yaml")).isEqualTo(2);

        assertThat(err.toString()).startsWith("evenkeel: --config-file: \"/nowhere/f.yaml\" does not exist");
    }

    @Test
    void saysThatAMisspelledVariableHasNoEffectButNotThoseOfKubernetes() {
        environment.put("EVENKEEL_NAMES", "x");
        environment.put("EVENKEEL_SERVICE_HOST", "10.0.0.1");
        environment.put("EVENKEEL_PORT_2379_TCP", "tcp://10.0.0.1:2379");

        assertThat(execute("serve")).isZero();

        assertThat(err.toString())
                .isEqualToNormalizingNewlines("evenkeel: EVENKEEL_NAMES is no setting and has no effect\n");
    }

    @Test
    void anUnknownCommandIsNamed() {
        assertThat(execute("srve")).isEqualTo(2);

        assertThat(err.toString()).contains("srve").contains("evenkeel serve");
    }

    @Test
    void withoutACommandItSaysWhatIsMissing() {
        assertThat(execute()).isEqualTo(2);

        assertThat(err.toString()).contains("Missing required subcommand");
    }

    @Test
    void theHelpOfServeListsEverySetting() {
        assertThat(execute("serve", "--help")).isZero();

        assertThat(out.toString()).contains("--config-file");
        for (var setting : Settings.ALL) {
            assertThat(out.toString()).containsPattern("--" + setting.name() + "\\[?=");
        }
        assertThat(out.toString()).contains("Default: 25%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres", "mysql"})
    void printsTheSchemaOfEveryDatabase(String dialect) {
        assertThat(execute("schema", "--dialect", dialect)).isZero();

        assertThat(out.toString())
                .contains("schema version")
                .contains("for " + dialect)
                .containsIgnoringCase("create table");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void refusesTheSchemaOfADatabaseItDoesNotKnow() {
        assertThat(execute("schema", "--dialect=oracle")).isEqualTo(2);

        assertThat(err.toString())
                .startsWith(
                        "evenkeel: --dialect: \"oracle\" is not allowed; allowed is one of sqlite, postgres, mysql");
    }

    @Test
    void printsTheVersionTheBuildWrote() {
        assertThat(execute("version")).isZero();

        assertThat(out.toString()).matches("evenkeel [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?\\R");
    }

    @ParameterizedTest
    @ValueSource(strings = {"save", "restore"})
    void theHelpOfCommandsForAStoreSaysHowToNameIt(String command) {
        assertThat(execute("snapshot", command, "--help")).isZero();

        assertThat(out.toString())
                .contains("FILE", "--datastore=VALUE", "--store=VALUE", "--config-file=VALUE")
                .doesNotContain("--listen-client-urls");
    }

    @Test
    void theHelpOfRestoreSaysWhatItDoesToRevisions() {
        assertThat(execute("snapshot", "restore", "--help")).isZero();

        assertThat(out.toString())
                .contains(
                        "--bump-revision=NUMBER",
                        "Default: 1000000000",
                        "--discard-unfinished",
                        "--datastore-ddl",
                        "new cluster id");
    }

    @Test
    void theHelpOfCheckSaysWhatItProves() {
        assertThat(execute("check", "--help")).isZero();

        assertThat(out.toString()).contains("--datastore=VALUE", "no revision\nis missing", "exit code is 1");
    }

    @Test
    void theHelpOfSnapshotListsItsCommands() {
        assertThat(execute("snapshot", "--help")).isZero();

        assertThat(out.toString()).contains("save", "restore", "status");
    }

    @Test
    void aSnapshotNeedsAFile() {
        assertThat(execute("snapshot", "save")).isEqualTo(2);

        assertThat(err.toString()).contains("FILE").contains("See: evenkeel snapshot save --help");
    }

    @Test
    void aCommandForAStoreNamesABadSettingAsServeDoes() {
        assertThat(execute("check", "--datastore=oracle://u:hunter2@h/d")).isEqualTo(2);

        assertThat(err.toString()).startsWith("evenkeel: --datastore: \"oracle://u:***@h/d\" is not allowed");
    }

    @Test
    void aRevisionCannotBeBumpedBack() {
        assertThat(execute("snapshot", "restore", "f", "--bump-revision=-1")).isEqualTo(2);

        assertThat(err.toString()).contains("--bump-revision: \"-1\" is not allowed");
    }

    @Test
    void savesNothingOfAStoreThatIsNotThere() {
        Path database = directory.resolve("none.db");

        assertThat(execute("snapshot", "save", directory.resolve("s").toString(), "--datastore=sqlite://" + database))
                .isEqualTo(1);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines("evenkeel: there is no SQLite database " + database + "\n");
        assertThat(database).doesNotExist();
        assertThat(directory.resolve("s")).doesNotExist();
    }

    @Test
    void statusNamesAFileThatIsNoSnapshot() throws IOException {
        var file = Files.writeString(directory.resolve("f"), "no snapshot at all");

        assertThat(execute("snapshot", "status", file.toString())).isEqualTo(1);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines("evenkeel: " + file + " is not a snapshot of evenkeel\n");
    }

    @Test
    void completesItsCommandsAndOptionsInBash() throws Exception {
        assertThat(execute("completion")).isZero();
        var script = Files.writeString(directory.resolve("completion"), out.toString());

        assertThat(complete(script, "evenkeel sn")).containsExactly("snapshot");
        assertThat(complete(script, "evenkeel snapshot ")).contains("save", "restore", "status");
        assertThat(complete(script, "evenkeel serve --quota")).containsExactly("--quota-backend-bytes");
        assertThat(complete(script, "evenkeel schema --dialect ")).contains("sqlite", "postgres", "mysql");
    }

    /** What bash offers at the end of {@code line}. */
    private static List<String> complete(Path script, String line) throws IOException, InterruptedException {
        var bash = new ProcessBuilder("bash", "-c", """
                source "$1"
                COMP_LINE="$2"
                read -r -a COMP_WORDS <<< "$2"
                case "$2" in *" ") COMP_WORDS+=("") ;; esac
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _complete_evenkeel
                printf '%s\n' "${COMPREPLY[@]}"
                """, "bash", script.toString(), line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var lines = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(lines).isZero();
        return lines.lines()
                .map(String::strip)
                .filter(offered -> !offered.isEmpty())
                .toList();
    }

    private int execute(String... arguments) {
        return EvenkeelCommand.create(environment, served::add)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
