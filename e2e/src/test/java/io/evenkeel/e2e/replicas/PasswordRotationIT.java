package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.DatabaseServer;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The password of the database's login changes while a server runs, which has it from a file. */
class PasswordRotationIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String LOGIN = "rotated";

    private final Scratch scratch = Scratch.create();
    private final Path password = scratch.folder("secrets").resolve("password");
    private final DatabaseServer database = DatabaseServer.of(Backend.POSTGRES);
    private final Path rules = database.data().resolve("pg_hba.conf");

    @BeforeEach
    void makeALogin() throws IOException {
        String others = Files.readString(rules);
        Files.writeString(rules, "host all " + LOGIN + " 127.0.0.1/32 scram-sha-256\n" + others);
        database.execute(
                "select pg_reload_conf()",
                "create role " + LOGIN + " login password 'old-secret'",
                "create schema authorization " + LOGIN);
        Files.writeString(password, "old-secret\n");
    }

    @AfterEach
    void dropIt() throws IOException {
        scratch.close();
        endConnections();
        database.execute("drop schema " + LOGIN + " cascade", "drop role " + LOGIN);
        String all = Files.readString(rules);
        Files.writeString(rules, all.substring(all.indexOf('\n') + 1));
        database.execute("select pg_reload_conf()");
    }

    @Test
    void isNoticedWithoutARestart() throws IOException {
        String url = "postgres://" + LOGIN + "@127.0.0.1:" + database.port() + "/postgres?currentSchema=" + LOGIN;
        try (EvenkeelProcess server = new Backend.Datastore(url, "default")
                        .serve(scratch.folder("server"), "--datastore-password-file=" + password);
                Stubs stubs = Stubs.of(server)) {
            put(stubs);

            database.execute("alter role " + LOGIN + " password 'new-secret'");
            endConnections();
            assertThatThrownBy(() -> put(stubs)).isInstanceOf(StatusRuntimeException.class);
            assertThatThrownBy(() -> connect("old-secret")).hasMessageContaining("password authentication failed");

            Files.writeString(password, "new-secret\n");
            Await.until("a write with the new password", LIMIT, () -> canPut(stubs));

            assertThat(server.process().output())
                    .contains("password authentication failed")
                    .doesNotContain("-secret", "\tat ");
        }
    }

    private void endConnections() {
        database.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + LOGIN + "'");
    }

    private void connect(String with) throws SQLException {
        DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + database.port() + "/postgres", LOGIN, with)
                .close();
    }

    private static boolean canPut(Stubs stubs) {
        try {
            put(stubs);
            return true;
        } catch (StatusRuntimeException notYet) {
            return false;
        }
    }

    private static void put(Stubs stubs) {
        var _ = stubs.kv()
                .put(PutRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("k"))
                        .build());
    }
}
