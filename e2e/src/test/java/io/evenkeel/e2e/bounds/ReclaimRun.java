package io.evenkeel.e2e.bounds;

import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * What writers notice while compacted history is deleted and its space given back. Not among the integration tests: see the target
 * {@code reclaim} of the Makefile.
 */
class ReclaimRun {

    private static final int KEYS = 20_000;
    private static final long PUT_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int WRITTEN_ANEW = 200;

    /** What takes longer is listed below the table, with what it waited for. */
    private static final String STALL = "100ms";

    private final List<String> report = new ArrayList<>();

    @Test
    void measure() throws IOException {
        report.add("| while | s | file then, MiB | puts | p50, ms | p99, ms | longest, ms |");
        report.add("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        try (var scratch = Scratch.create()) {
            Path folder = scratch.folder("server");
            try (var server = EvenkeelProcess.startByScript(folder, "--warning-unary-request-duration=" + STALL);
                    var keys = new Overwritten(server, KEYS)) {
                keys.writeTwice();
                Path file = folder.resolve("evenkeel.db");
                measure("nothing else happens", keys, file, settled(file));
                CompletableFuture<Void> deleted = CompletableFuture.runAsync(keys::compact);
                measure("compacted history is deleted", keys, file, deleted::isDone);
                deleted.join();
                measure("space is given back, and 5 s more", keys, file, settled(file));
                report.add("");
                server.process()
                        .output()
                        .lines()
                        .filter(line -> line.contains(" took "))
                        .forEach(report::add);
            }
        } finally {
            Files.write(Path.of("target", "reclaim.md"), report);
        }
    }

    /** Whether the file has had its length for some seconds. */
    private static BooleanSupplier settled(Path file) {
        return new BooleanSupplier() {
            private long length = -1;
            private long since = System.nanoTime();

            @Override
            public boolean getAsBoolean() {
                long now = file.toFile().length();
                if (now != length) {
                    length = now;
                    since = System.nanoTime();
                }
                return System.nanoTime() - since > SETTLED_NANOS;
            }
        };
    }

    private void measure(String during, Overwritten keys, Path file, BooleanSupplier end) {
        List<CompletableFuture<Long>> latencies = new ArrayList<>();
        long begin = System.nanoTime();
        for (long next = begin; !end.getAsBoolean(); next += PUT_EVERY_NANOS) {
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            long due = next;
            latencies.add(
                    keys.put("anew" + latencies.size() % WRITTEN_ANEW).thenApply(done -> System.nanoTime() - due));
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        List<Long> sorted =
                new ArrayList<>(latencies.stream().map(CompletableFuture::join).toList());
        Collections.sort(sorted);
        report.add(String.format(
                Locale.ROOT,
                "| %s | %.1f | %d | %d | %.2f | %.2f | %.1f |",
                during,
                seconds,
                file.toFile().length() >> 20,
                sorted.size(),
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.get(sorted.size() * 99 / 100) / 1e6,
                sorted.getLast() / 1e6));
    }
}
