package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.CompactionRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.sql.DatastoreSettings;
import io.evenkeel.sql.EmbeddedPostgres17;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * The same keys overwritten for as long as is asked for, on two servers of one PostgreSQL, with a compaction every minute: how
 * large the table and its index get, and what writers notice of the deleting. Not among the integration tests: see the target
 * {@code growth} of the Makefile.
 */
class GrowthRun {

    private static final int MINUTES = Integer.getInteger("evenkeel.growth.minutes", 60);
    private static final int KEYS = 1_000;
    private static final int VALUE_BYTES = 1_024;
    private static final int WRITES_PER_SECOND = 100;
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
    private final Path report = Path.of("target", "growth.md");

    @Test
    void staysBounded() throws Exception {
        line("| minute | writes | p50, ms | p99, ms | longest, ms | rows | table, MiB | index, MiB |");
        line("| --- | --- | --- | --- | --- | --- | --- | --- |");
        try (Scratch scratch = Scratch.create();
                ExecutorService writers = Executors.newFixedThreadPool(2)) {
            Backend.Datastore datastore = Backend.POSTGRES.fresh(scratch.folder("data"));
            try (EvenkeelProcess a = datastore.serve(scratch.folder("a"));
                    EvenkeelProcess b = datastore.serve(scratch.folder("b"));
                    Stubs ofA = Stubs.of(a);
                    Stubs ofB = Stubs.of(b)) {
                long start = System.nanoTime();
                long end = start + MINUTES * MINUTE_NANOS;
                List<Future<?>> writing =
                        List.of(writers.submit(() -> write(ofA, 1, end)), writers.submit(() -> write(ofB, 2, end)));
                long compactNext = 0;
                List<Long> rows = new ArrayList<>();
                for (int minute = 1; minute <= MINUTES; minute++) {
                    parkUntil(start + minute * MINUTE_NANOS);
                    rows.add(measure(datastore, minute));
                    if (compactNext > 0) {
                        ofA.kv()
                                .compact(CompactionRequest.newBuilder()
                                        .setRevision(compactNext)
                                        .build());
                    }
                    compactNext = revision(ofB);
                }
                for (Future<?> writer : writing) {
                    writer.get();
                }
                if (rows.size() >= 10) {
                    assertThat(rows.getLast()).isLessThan(2 * rows.get(5));
                }
            }
        }
    }

    private static long revision(Stubs server) {
        return server.kv()
                .range(RangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("none"))
                        .build())
                .getHeader()
                .getRevision();
    }

    private void write(Stubs server, long seed, long end) {
        var random = new Random(seed);
        var value = new byte[VALUE_BYTES];
        for (long next = System.nanoTime(); next < end; next += 1_000_000_000L / WRITES_PER_SECOND) {
            parkUntil(next);
            random.nextBytes(value);
            long sent = System.nanoTime();
            server.kv()
                    .put(PutRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8("/registry/things/" + random.nextInt(KEYS)))
                            .setValue(ByteString.copyFrom(value))
                            .build());
            latencies.add(System.nanoTime() - sent);
        }
    }

    private long measure(Backend.Datastore datastore, int minute) throws SQLException {
        List<Long> taken = new ArrayList<>();
        for (Long latency = latencies.poll(); latency != null; latency = latencies.poll()) {
            taken.add(latency);
        }
        Collections.sort(taken);
        DatastoreSettings.Postgres server = EmbeddedPostgres17.settings(datastore.store());
        String url = "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.database();
        try (Connection connection = DriverManager.getConnection(
                        url, server.user(), server.password().read());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select (select count(*) from evenkeel_revision),
                               pg_table_size('evenkeel_revision'),
                               pg_indexes_size('evenkeel_revision')
                        """)) {
            row.next();
            line("| %d | %d | %.2f | %.2f | %.1f | %d | %.1f | %.1f |"
                    .formatted(
                            minute,
                            taken.size(),
                            millis(taken, 0.5),
                            millis(taken, 0.99),
                            millis(taken, 1),
                            row.getLong(1),
                            row.getLong(2) / 1048576.0,
                            row.getLong(3) / 1048576.0));
            return row.getLong(1);
        }
    }

    private static double millis(List<Long> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get((int) ((sorted.size() - 1) * share)) / 1e6;
    }

    private static void parkUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void line(String text) {
        try {
            Files.createDirectories(report.toAbsolutePath().getParent());
            Files.writeString(report, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
