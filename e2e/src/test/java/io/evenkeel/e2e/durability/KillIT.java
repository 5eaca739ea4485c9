package io.evenkeel.e2e.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.options.GetOption;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code kill -9} of a server under load, again and again: every acknowledged write is found with its revision. */
class KillIT {

    private static final int ROUNDS = 4;
    private static final int WRITERS = 16;
    private static final int WRITES_PER_ROUND = 400;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Revision of each acknowledged put, by key. */
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

    @ParameterizedTest
    @EnumSource(Backend.class)
    void findsEveryAcknowledgedWriteAgain(Backend backend) throws Exception {
        try (Scratch scratch = Scratch.create()) {
            Backend.Datastore datastore = backend.fresh(scratch.folder("data"));
            for (int round = 0; round < ROUNDS; round++) {
                EvenkeelProcess server = datastore.serve(scratch.folder("round-" + round));
                try (server) {
                    findAll(server);
                    writeUntilKilled(server, round);
                }
            }
            try (EvenkeelProcess server = datastore.serve(scratch.folder("last"))) {
                findAll(server);
            }
        }
    }

    private void writeUntilKilled(EvenkeelProcess server, int round) throws Exception {
        int before = acknowledged.size();
        try (Client client = Client.builder().endpoints(server.url()).build();
                ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            for (int writer = 0; writer < WRITERS; writer++) {
                String prefix = "round-" + round + "/writer-" + writer + "/";
                writers.execute(() -> write(client, prefix));
            }
            Await.until("acknowledged writes", LIMIT, () -> acknowledged.size() >= before + WRITES_PER_ROUND);
            server.process().kill();
            writers.shutdownNow();
            assertThat(writers.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    /** Puts one key after another until a put fails. */
    private void write(Client client, String prefix) {
        try {
            for (int i = 0; ; i++) {
                String key = prefix + i;
                long revision = client.getKVClient()
                        .put(bytes(key), bytes(key))
                        .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .getHeader()
                        .getRevision();
                acknowledged.put(key, revision);
            }
        } catch (ExecutionException | TimeoutException | InterruptedException killed) {
            // What was not acknowledged may be there or not.
        }
    }

    private void findAll(EvenkeelProcess server) throws Exception {
        try (Client client = Client.builder().endpoints(server.url()).build()) {
            Map<String, KeyValue> stored = client
                    .getKVClient()
                    .get(bytes("\0"), GetOption.builder().withRange(bytes("\0")).build())
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .getKvs()
                    .stream()
                    .collect(Collectors.toMap(kv -> kv.getKey().toString(), kv -> kv));
            acknowledged.forEach((key, revision) -> {
                KeyValue kv = Objects.requireNonNull(stored.get(key), () -> "lost " + key);
                assertThat(kv.getModRevision()).as(key).isEqualTo(revision);
                assertThat(kv.getValue().toString()).isEqualTo(key);
            });
            assertThat(acknowledged.values()).doesNotHaveDuplicates();
        }
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }
}
