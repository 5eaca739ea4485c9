package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The password of the database's login changes while a server runs, which has it from a file. */
class PasswordRotationIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Scratch scratch = Scratch.create();
    private final Path password = scratch.folder("secrets").resolve("password");

    @AfterEach
    void deleteFiles() {
        scratch.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void isNoticedWithoutARestart(Backend backend) throws IOException {
        Files.writeString(password, "old-secret\n");
        try (RotatedLogin login = RotatedLogin.of(backend, "old-secret");
                EvenkeelProcess server = new Backend.Datastore(login.url(), "default")
                        .serve(
                                scratch.folder("server"),
                                "--datastore-password-file=" + password,
                                "--request-timeout=3s");
                Stubs stubs = Stubs.of(server)) {
            put(stubs);

            login.change("new-secret");
            login.endConnections();
            assertThatThrownBy(() -> put(stubs)).isInstanceOf(StatusRuntimeException.class);
            assertThatThrownBy(() -> login.connect("old-secret")).hasMessageContaining(login.refusal());

            Files.writeString(password, "new-secret\n");
            Await.until("a write with the new password", LIMIT, () -> canPut(stubs));

            assertThat(server.process().output()).contains(login.refusal()).doesNotContain("-secret", "\tat ");
        }
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
