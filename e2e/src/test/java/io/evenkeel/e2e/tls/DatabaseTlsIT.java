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
import org.junit.jupiter.api.Test;

/** TLS to the database: if it is to verify, only to the very server that was meant. */
class DatabaseTlsIT {

    private final Scratch scratch = Scratch.create();
    private final Path folder = scratch.folder("certificates");
    private final Authority authority = new Authority("ours");
    private final Path authorityFile = authority.writeTo(folder.resolve("ca.crt"));
    private final Path anotherFile = new Authority("theirs").writeTo(folder.resolve("theirs.crt"));
    private final Path nowhere = folder.resolve("nowhere.crt");

    @AfterEach
    void deleteFiles() {
        scratch.close();
    }

    @Test
    void isToThePostgresThatWasMeant() throws IOException {
        DatabaseServer database = secured(Backend.POSTGRES);
        try {
            try (EvenkeelProcess server = servePostgres(database, "127.0.0.1", authorityFile)) {
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
            assertThatThrownBy(() -> servePostgres(database, "localhost", authorityFile))
                    .hasMessageContaining("The hostname localhost could not be verified");
            assertThatThrownBy(() -> servePostgres(database, "127.0.0.1", anotherFile))
                    .hasMessageContaining("cannot open postgres://127.0.0.1")
                    .hasMessageContaining("SSL error");
            assertThatThrownBy(() -> servePostgres(database, "127.0.0.1", nowhere))
                    .hasMessageContaining("nowhere.crt");
        } finally {
            database.unsecure();
        }
    }

    @Test
    void isToTheMariaDbThatWasMeant() throws IOException {
        DatabaseServer database = secured(Backend.MARIADB);
        try {
            try (EvenkeelProcess server = serveMariaDb(database, "127.0.0.1", authorityFile)) {
                assertThat(server.process().isAlive()).isTrue();
            }
            assertThatThrownBy(() -> serveMariaDb(database, "localhost", authorityFile))
                    .hasMessageContaining("cannot open mysql://localhost");
            assertThatThrownBy(() -> serveMariaDb(database, "127.0.0.1", anotherFile))
                    .hasMessageContaining("cannot open mysql://127.0.0.1");
            assertThatThrownBy(() -> serveMariaDb(database, "127.0.0.1", nowhere))
                    .hasMessageContaining("nowhere.crt");
        } finally {
            database.unsecure();
        }
    }

    private DatabaseServer secured(Backend backend) throws IOException {
        DatabaseServer database = DatabaseServer.of(backend);
        Issued certificate = authority.issue(folder, "database");
        Files.setPosixFilePermissions(certificate.keyFile(), PosixFilePermissions.fromString("rw-------"));
        database.secure(certificate.certificateFile(), certificate.keyFile());
        return database;
    }

    private EvenkeelProcess servePostgres(DatabaseServer database, String host, Path trusted) {
        return serve("postgres://postgres:none@" + host + ":" + database.port()
                + "/postgres?sslmode=verify-full&sslrootcert=" + trusted);
    }

    private EvenkeelProcess serveMariaDb(DatabaseServer database, String host, Path trusted) {
        return serve("mysql://root@" + host + ":" + database.port() + "/evenkeel?ssl-mode=VERIFY_IDENTITY&ssl-ca="
                + trusted);
    }

    private EvenkeelProcess serve(String url) {
        return new Backend.Datastore(url, "tls").serve(scratch.folder("server"));
    }
}
