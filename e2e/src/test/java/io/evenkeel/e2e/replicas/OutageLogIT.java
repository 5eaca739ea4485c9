package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.DatabaseServer;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server logs while its database is away and clients go on asking; and what it never logs. */
class OutageLogIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 40;
    private static final String VALUE = "a-s3cret-value";

    @ParameterizedTest
    @ValueSource(strings = {"info", "debug"})
    void neverHasValuesNorPasswords(String level) {
        try (Scratch scratch = Scratch.create()) {
            Backend.Datastore plain = Backend.POSTGRES.fresh(scratch.folder("data"));
            var datastore = new Backend.Datastore(plain.url().replace("@", ":s3cret-word@"), plain.store());
            try (EvenkeelProcess server = datastore.serve(scratch.folder("server"), "--log-level=" + level);
                    Stubs stubs = Stubs.of(server)) {
                put(stubs);
                assertThat(stubs.kv()
                                .range(RangeRequest.newBuilder().setKey(key()).build())
                                .getKvs(0)
                                .getValue())
                        .isEqualTo(ByteString.copyFromUtf8(VALUE));

                assertThat(server.process().output()).contains("serves store").doesNotContain("s3cret", hex("s3cret"));
            }
        }
    }

    @Test
    void saysOnceThatTheDatabaseIsAwayAndOnceThatItIsBack() {
        DatabaseServer database = DatabaseServer.of(Backend.POSTGRES);
        try (Scratch scratch = Scratch.create();
                EvenkeelProcess server =
                        database.datastore("outage-log", database.port()).serve(scratch.folder("server"));
                Stubs stubs = Stubs.of(server)) {
            put(stubs);

            database.process().kill();
            for (int i = 0; i < ATTEMPTS; i++) {
                boolean done = canPut(stubs);
                assertThat(done).isFalse();
            }
            database.restart();
            Await.until("a write", LIMIT, () -> canPut(stubs));
            Await.until("the end of it", LIMIT, () -> server.process().output().contains("datastore answers again"));

            String log = server.process().output();
            assertThat(log.lines().filter(line -> line.contains("The datastore does not answer")))
                    .hasSize(1);
            assertThat(log.lines().filter(line -> line.contains("The datastore answers again")))
                    .hasSize(1);
            assertThat(log.lines().filter(line -> line.contains("The datastore cannot be written to")))
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(log).doesNotContain(VALUE, "\tat ");
            assertThat(log.lines()).hasSizeLessThan(ATTEMPTS);
        }
    }

    private static boolean canPut(Stubs stubs) {
        try {
            put(stubs);
            return true;
        } catch (StatusRuntimeException notNow) {
            return false;
        }
    }

    private static void put(Stubs stubs) {
        var _ = stubs.kv()
                .put(PutRequest.newBuilder()
                        .setKey(key())
                        .setValue(ByteString.copyFromUtf8(VALUE))
                        .build());
    }

    private static ByteString key() {
        return ByteString.copyFromUtf8("/registry/secrets/default/one");
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
