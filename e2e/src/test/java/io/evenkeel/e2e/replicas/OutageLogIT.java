package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.KVGrpc;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server logs while its database is away and clients go on asking; and what it never logs. */
class OutageLogIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration IMPATIENCE = Duration.ofMillis(300);
    private static final int ATTEMPTS = 30;
    private static final String VALUE = "a-s3cret-value";

    @ParameterizedTest
    @ValueSource(strings = {"info", "debug"})
    void neverHasValuesNorPasswords(String level) {
        try (Scratch scratch = Scratch.create()) {
            Backend.Datastore plain = Backend.POSTGRES.fresh(scratch.folder("data"));
            var datastore = new Backend.Datastore(plain.url().replace("@", ":s3cret-word@"), plain.store());
            try (EvenkeelProcess server = datastore.serve(scratch.folder("server"), "--log-level=" + level);
                    Stubs stubs = Stubs.of(server)) {
                put(stubs.kv());
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
                EvenkeelProcess server = database.datastore("outage-log", database.port())
                        .serve(scratch.folder("server"), "--warning-unary-request-duration=0");
                Stubs stubs = Stubs.of(server)) {
            put(stubs.kv());
            int before = lines(server).size();

            database.process().kill();
            for (int i = 0; i < ATTEMPTS; i++) {
                boolean done = canPut(stubs);
                assertThat(done).isFalse();
            }
            Await.until("a line of it", LIMIT, () -> count(server, "The datastore does not answer") > 0);
            database.restart();
            Await.until("a write", LIMIT, () -> canPut(stubs));
            Await.until("the end of it", LIMIT, () -> count(server, "The datastore answers again") > 0);

            assertThat(count(server, "The datastore does not answer")).isEqualTo(1);
            assertThat(count(server, "The datastore answers again")).isEqualTo(1);
            assertThat(count(server, "The datastore cannot be written to")).isLessThanOrEqualTo(1);
            assertThat(server.process().output()).doesNotContain(VALUE, "\tat ");
            // Three things do not work, each for three different reasons at most: nothing is said twice.
            assertThat(lines(server).subList(before, lines(server).size()))
                    .hasSizeLessThan(ATTEMPTS / 2)
                    .allSatisfy(line -> assertThat(line).matches("\\S+ +(INFO|WARN) .*"))
                    .extracting(OutageLogIT::withoutTime)
                    .doesNotHaveDuplicates();
        }
    }

    private static List<String> lines(EvenkeelProcess server) {
        return server.process().output().lines().toList();
    }

    private static String withoutTime(String line) {
        return line.substring(line.indexOf(' '));
    }

    private static long count(EvenkeelProcess server, String text) {
        return lines(server).stream().filter(line -> line.contains(text)).count();
    }

    private static boolean canPut(Stubs stubs) {
        try {
            put(stubs.kv(IMPATIENCE));
            return true;
        } catch (StatusRuntimeException notNow) {
            return false;
        }
    }

    private static void put(KVGrpc.KVBlockingStub kv) {
        var _ = kv.put(PutRequest.newBuilder()
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
