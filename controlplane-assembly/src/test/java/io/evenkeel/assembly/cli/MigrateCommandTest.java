package io.evenkeel.assembly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MigrateCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void theHelpSaysFromWhereToWhereAndWhatIsKept() {
        assertThat(execute("migrate", "--help")).isZero();

        assertThat(out.toString())
                .contains("--from=URL", "--to=URL", "--from-password-file=FILE", "--to-store=NAME", "--verify-only")
                .contains("kine+sqlite", "Nothing goes into a database of kine", "exit code is 1");
    }

    @Test
    void needsBothSides() {
        assertThat(execute("migrate", "--from=http://h:1")).isEqualTo(2);

        assertThat(err.toString()).contains("--to=URL").contains("See: evenkeel migrate --help");
    }

    @Test
    void saysThatNothingGoesIntoKine() {
        assertThat(execute("migrate", "--from=http://h:1", "--to=kine+sqlite:///f"))
                .isEqualTo(2);

        assertThat(err.toString()).startsWith("evenkeel: --to: a migration into a database of kine is not possible: ");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "nonsense, \"nonsense\" is not allowed: it has no scheme",
                "https://u:hunter2@h:1, \"https://u:***@h:1\" is not allowed: user and password are given by options",
                "http://h, is not allowed: it is not of the form http://host:port",
                "`http://h:1,http://h:2`, is not allowed: ",
                "http://h:1/registry, is not allowed: it has a path",
                "kine+oracle://u:hunter2@h/d, \"kine+oracle://u:***@h/d\" is not allowed: its scheme is unknown",
                "kine+sqlite://f?_journal=WAL, is not allowed: a SQLite URL takes no parameters",
                "postgres://u:hunter2@h, \"postgres://u:***@h\" is not allowed: it names no database",
            })
    void namesWhatIsWrongWithASourceAndNoPassword(String url, String complaint) {
        assertThat(execute("migrate", "--from", url, "--to=sqlite://f")).isEqualTo(2);

        assertThat(err.toString())
                .startsWith("evenkeel: --from: ")
                .contains(complaint)
                .contains("; allowed is http://host:port")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "http://h:1, --from-store=s, --from-store goes with a database of evenkeel only",
        "kine+sqlite://f, --from-store=s, --from-store goes with a database of evenkeel only",
        "sqlite://f, --from-user=u, --from-user goes with an etcd only",
        "kine+sqlite://f, --from-cacert=f, --from-cacert goes with an etcd only",
        "sqlite://f, --from-password-file=f, --from-password-file goes with a URL that has a user and no password",
        "postgres://u:p@h/d, --from-password-file=f, --from-password-file goes with a URL that has a user and no password",
        "http://h:1, --from-user=u, --from-user and --from-password-file go together",
        "https://h:1, --from-cert=f, --from-cert and --from-key go together",
        "http://h:1, --from-cacert=f, certificates go with https only",
        "sqlite://f, --from-store=a b, --from-store: \"a b\" is not allowed",
    })
    void refusesOptionsThatWouldHaveNoEffect(String url, String option, String complaint) {
        assertThat(execute("migrate", "--from", url, option, "--to=sqlite://g")).isEqualTo(2);

        assertThat(err.toString()).contains(complaint);
    }

    @Test
    void discardsNothingOfAnEtcd() {
        assertThat(execute("migrate", "--from=sqlite://f", "--to=http://h:1", "--discard-unfinished"))
                .isEqualTo(2);

        assertThat(err.toString()).contains("--discard-unfinished goes with a database of evenkeel only");
    }

    @Test
    void doesNotMakeASourceThatIsNotThere() {
        Path source = directory.resolve("source.db");
        Path target = directory.resolve("target.db");

        assertThat(execute("migrate", "--from=kine+sqlite://" + source, "--to=sqlite://" + target))
                .isEqualTo(1);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines("evenkeel: there is no SQLite database " + source + "\n");
        assertThat(source).doesNotExist();
        assertThat(target).doesNotExist();
    }

    private int execute(String... arguments) {
        return EvenkeelCommand.create(Map.of(), _ -> {})
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
