package io.evenkeel.e2e.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.e2e.tls.Authority.Issued;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.DatabaseServer;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TLS to the database: with {@code sslmode=verify-full} only to the very server that was meant. */
class DatabaseTlsIT {

    private final Scratch scratch = Scratch.create();
    private final Path folder = scratch.folder("certificates");
    private final Authority authority = new Authority("ours");
    private final Path authorityFile = authority.writeTo(folder.resolve("ca.crt"));
    private final DatabaseServer database = DatabaseServer.of(Backend.POSTGRES);

    @BeforeEach
    void giveTheDatabaseACertificate() throws IOException {
        Issued certificate = authority.issue(folder, "database");
        Files.setPosixFilePermissions(certificate.keyFile(), PosixFilePermissions.fromString("rw-------"));
        database.execute(
                "alter system set ssl_cert_file = '" + certificate.certificateFile() + "'",
                "alter system set ssl_key_file = '" + certificate.keyFile() + "'",
                "alter system set ssl = on",
                "select pg_reload_conf()");
    }

    @AfterEach
    void takeItAway() {
        database.execute(
                "alter system reset ssl",
                "alter system reset ssl_cert_file",
                "alter system reset ssl_key_file",
                "select pg_reload_conf()");
        scratch.close();
    }

    @Test
    void servesOnTheDatabaseThatItsAuthorityVouchesFor() {
        try (EvenkeelProcess server = serve("127.0.0.1", authorityFile)) {
            assertThat(server.process().isAlive()).isTrue();
            database.execute("""
                    do $$ begin
                        if (select bool_and(ssl) is not true
                            from pg_stat_ssl join pg_stat_activity using (pid)
                            where application_name = 'evenkeel') then
                            raise 'no connections, or one without TLS';
                        end if;
                    end $$
                    """);
        }
    }

    @Test
    void refusesADatabaseOfAnotherName() {
        assertThatThrownBy(() -> serve("localhost", authorityFile))
                .hasMessageContaining("The hostname localhost could not be verified");
    }

    @Test
    void refusesADatabaseOfAnotherAuthority() {
        Path theirs = new Authority("theirs").writeTo(folder.resolve("theirs.crt"));

        assertThatThrownBy(() -> serve("127.0.0.1", theirs))
                .hasMessageContaining("cannot open postgres://127.0.0.1")
                .hasMessageContaining("SSL error");
    }

    @Test
    void namesACertificateThatIsNotThere() {
        assertThatThrownBy(() -> serve("127.0.0.1", folder.resolve("nowhere.crt")))
                .hasMessageContaining("nowhere.crt");
    }

    private EvenkeelProcess serve(String host, Path trusted) {
        String url = "postgres://postgres:none@" + host + ":" + database.port()
                + "/postgres?sslmode=verify-full&sslrootcert=" + trusted;
        return new Backend.Datastore(url, "tls").serve(scratch.folder("server"));
    }
}
