package io.evenkeel.e2e.durability;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.sql.DatastoreSettings;
import io.evenkeel.sql.SqlDatastore;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What a power cut leaves of a SQLite store: some of the pages that were not forced to the disk yet are there, some are not, and some
 * are half. A server is killed under load, and on copies of its files the write-ahead log is cut or spoiled at random places behind
 * what was in it when the writes that are looked for had been acknowledged.
 */
class TornWalIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ROUNDS = 3;
    private static final int SEEDS = 12;
    private static final int WRITERS = 8;
    private static final int WRITES_BEFORE = 600;
    private static final int WRITES_BEHIND = 200;

    @Test
    void losesNothingThatWasAcknowledged() throws Exception {
        int damages = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (Scratch scratch = Scratch.create()) {
                Path data = scratch.folder("data");
                Backend.Datastore datastore = Backend.SQLITE.fresh(data);
                Map<String, Long> looked = new HashMap<>();
                WriteAheadLog forced;
                try (EvenkeelProcess server = datastore.serve(scratch.folder("server"))) {
                    forced = writeUntilKilled(server, data.resolve("evenkeel.db-wal"), WRITES_BEFORE * round, looked);
                }
                for (int seed = 0; seed < SEEDS; seed++) {
                    Path copy = scratch.folder("copy-" + seed);
                    Path file = copy.resolve("evenkeel.db");
                    Files.copy(data.resolve("evenkeel.db"), file);
                    byte[] wal = Files.readAllBytes(data.resolve("evenkeel.db-wal"));
                    byte[] torn = forced.tear(wal, new Random(1000L * round + seed));
                    damages += Arrays.equals(wal, torn) ? 0 : 1;
                    Files.write(copy.resolve("evenkeel.db-wal"), torn);
                    assertHolds(file, datastore.store(), looked, "round " + round + ", seed " + seed);
                }
            }
        }
        assertThat(damages).as("copies that were damaged").isGreaterThan(ROUNDS * SEEDS / 2);
    }

    /** Fills {@code looked} with revisions of acknowledged writes; returns the log as it was just after. */
    private static WriteAheadLog writeUntilKilled(
            EvenkeelProcess server, Path walFile, int more, Map<String, Long> looked) throws Exception {
        Map<String, Long> acknowledged = new ConcurrentHashMap<>();
        ManagedChannel channel = NettyChannelBuilder.forAddress(server.host(), server.port())
                .usePlaintext()
                .build();
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            for (int writer = 0; writer < WRITERS; writer++) {
                String prefix = "writer-" + writer + "/";
                writers.execute(() -> write(KVGrpc.newBlockingStub(channel), prefix, acknowledged));
            }
            Await.until("acknowledged writes", LIMIT, () -> acknowledged.size() >= WRITES_BEFORE + more);
            looked.putAll(acknowledged);
            var forced = WriteAheadLog.of(Files.readAllBytes(walFile));
            int now = acknowledged.size();
            Await.until("writes behind them", LIMIT, () -> acknowledged.size() >= now + WRITES_BEHIND);
            server.process().kill();
            writers.shutdownNow();
            assertThat(writers.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            return forced;
        } finally {
            channel.shutdownNow();
        }
    }

    private static void write(KVGrpc.KVBlockingStub kv, String prefix, Map<String, Long> acknowledged) {
        try {
            for (int i = 0; ; i++) {
                String key = prefix + i;
                long revision = kv.withDeadlineAfter(LIMIT)
                        .put(PutRequest.newBuilder()
                                .setKey(ByteString.copyFromUtf8(key))
                                .setValue(ByteString.copyFromUtf8(key.repeat(50)))
                                .build())
                        .getHeader()
                        .getRevision();
                acknowledged.put(key, revision);
            }
        } catch (StatusRuntimeException killed) {
            // What was not acknowledged may be there or not.
        }
    }

    private static void assertHolds(Path file, String store, Map<String, Long> looked, String where) {
        Map<String, Long> found = new HashMap<>();
        List<Long> revisions = new ArrayList<>();
        try (var datastore = SqlDatastore.open(
                new DatastoreSettings.Sqlite(file, DatastoreSettings.Options.DEFAULTS.withStore(store)))) {
            datastore.log().scan(Long.MAX_VALUE, stored -> {
                String key = stored.metadata().key().toString();
                found.put(key, stored.metadata().main());
                revisions.add(stored.metadata().main());
            });
        }
        assertThat(found).as(where).containsAllEntriesOf(looked);
        for (int i = 0; i < revisions.size(); i++) {
            assertThat(revisions.get(i)).as(where).isEqualTo(i + 2L);
        }
    }
}
