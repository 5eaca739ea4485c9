package io.evenkeel.e2e.bounds;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.CompactionRequest;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Repository;
import io.evenkeel.e2e.tools.Scratch;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * What a writer notices while SQLite's file gives back the space of everything that was in it. Not among the integration tests: see
 * the target {@code reclaim} of the Makefile.
 */
class ReclaimRun {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration QUIET = Duration.ofSeconds(20);
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();
    private static final int FILL_MIB = Integer.getInteger("evenkeel.reclaim.mib", 400);
    private static final int VALUE_BYTES = 4_096;
    private static final int VALUES_OF_A_TXN = 64;

    /** Nothing compacts what is written meanwhile: it must not fill the file again. */
    private static final int WRITTEN_BYTES = 512;

    private static final long GIVEN_BACK_BYTES = 64L << 20;

    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
    private final List<String> report = new ArrayList<>(List.of(
            "| | s | file at the end, MiB | puts | p50, ms | p99, ms | longest, ms |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"));
    private volatile boolean over;

    @Test
    void measure() throws IOException {
        try (Scratch scratch = Scratch.create();
                EvenkeelProcess server = Backend.SQLITE
                        .fresh(scratch.folder("data"))
                        .serve(scratch.folder("server"), "--quota-backend-bytes=8589934592")) {
            File file = scratch.folder("data").resolve("evenkeel.db").toFile();
            ManagedChannel channel = NettyChannelBuilder.forAddress(server.host(), server.port())
                    .usePlaintext()
                    .build();
            try {
                KVGrpc.KVBlockingStub kv = KVGrpc.newBlockingStub(channel);
                fill(kv);
                CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(kv));
                phase("nothing else", file, () -> pass(QUIET));
                phase("deleted and compacted", file, () -> deleteAll(kv));
                phase(
                        "the space is given back",
                        file,
                        () -> Await.until(
                                () -> "a smaller file than " + file.length(),
                                LIMIT,
                                () -> file.length() < GIVEN_BACK_BYTES));
                phase("nothing else", file, () -> pass(QUIET));
                over = true;
                writer.join();
            } finally {
                channel.shutdownNow();
            }
        } finally {
            Files.write(Repository.root().resolve("e2e/target/reclaim.md"), report);
        }
    }

    private static void fill(KVGrpc.KVBlockingStub kv) {
        var random = new Random(1);
        var value = new byte[VALUE_BYTES];
        for (int i = 0; i < txns(); i++) {
            var txn = TxnRequest.newBuilder();
            for (int j = 0; j < VALUES_OF_A_TXN; j++) {
                random.nextBytes(value);
                txn.addSuccess(RequestOp.newBuilder().setRequestPut(put(key(i, j), value)));
            }
            var _ = kv.txn(txn.build());
        }
    }

    /** The compaction answers when the last row is gone. */
    private static void deleteAll(KVGrpc.KVBlockingStub kv) {
        for (int i = 0; i < txns(); i++) {
            var txn = TxnRequest.newBuilder();
            for (int j = 0; j < VALUES_OF_A_TXN; j++) {
                txn.addSuccess(RequestOp.newBuilder()
                        .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(key(i, j))));
            }
            long revision = kv.txn(txn.build()).getHeader().getRevision();
            if (i == txns() - 1) {
                var _ = kv.compact(CompactionRequest.newBuilder()
                        .setRevision(revision)
                        .setPhysical(true)
                        .build());
            }
        }
    }

    private static int txns() {
        return (int) (((long) FILL_MIB << 20) / VALUE_BYTES / VALUES_OF_A_TXN);
    }

    private static ByteString key(int txn, int value) {
        return ByteString.copyFromUtf8("/filling/" + txn + "/" + value);
    }

    private void write(KVGrpc.KVBlockingStub kv) {
        var random = new Random(2);
        var value = new byte[WRITTEN_BYTES];
        while (!over) {
            random.nextBytes(value);
            long sent = System.nanoTime();
            var _ = kv.put(put(ByteString.copyFromUtf8("/registry/things/" + random.nextInt(100)), value));
            latencies.add(System.nanoTime() - sent);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static PutRequest put(ByteString key, byte[] value) {
        return PutRequest.newBuilder()
                .setKey(key)
                .setValue(ByteString.copyFrom(value))
                .build();
    }

    private void phase(String name, File file, Runnable whileWriting) {
        latencies.clear();
        long since = System.nanoTime();
        whileWriting.run();
        double seconds = (System.nanoTime() - since) / 1e9;
        List<Long> taken = new ArrayList<>(latencies);
        Collections.sort(taken);
        report.add(String.format(
                Locale.ROOT,
                "| %s | %.1f | %d | %d | %.2f | %.2f | %.1f |",
                name,
                seconds,
                file.length() >> 20,
                taken.size(),
                millis(taken, 0.5),
                millis(taken, 0.99),
                millis(taken, 1)));
    }

    private static double millis(List<Long> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get((int) ((sorted.size() - 1) * share)) / 1e6;
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
