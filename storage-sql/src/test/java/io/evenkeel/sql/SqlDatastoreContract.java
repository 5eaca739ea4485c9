package io.evenkeel.sql;

import static io.evenkeel.mvcc.log.Batches.creates;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.log.AppendResult.Appended;
import io.evenkeel.mvcc.log.Batches;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.log.RevisionLog;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a store does for several callers at once, on every kind of database. */
@Timeout(60)
abstract class SqlDatastoreContract {

    private SqlDatastore datastore;
    private RevisionLog log;

    abstract TestDatabase database();

    @BeforeEach
    void openStore() {
        datastore = SqlDatastore.open(database().fresh("default"));
        log = datastore.log();
    }

    @AfterEach
    void closeStore() {
        datastore.close();
    }

    @Test
    void aScanSeesOneSnapshotAndNeverMakesAnAppendWait() {
        Batches.append(log, 1, creates(11, 2, 3000), false);
        AtomicInteger scanned = new AtomicInteger();

        log.scan(Long.MAX_VALUE - 1, _ -> {
            int row = scanned.incrementAndGet();
            if (row % 1000 == 1) {
                long head = 3001 + row / 1000;
                assertThat(Batches.append(log, head, creates(20 + row, head + 1, 1), false))
                        .isEqualTo(new Appended());
            }
        });

        assertThat(scanned).hasValue(3000);
        assertThat(log.load(_ -> {}).head().revision()).isEqualTo(3004);
    }

    @Test
    void aLoadSeesOneSnapshot() {
        Batches.append(log, 1, creates(11, 2, 3000), false);
        AtomicInteger loaded = new AtomicInteger();

        LogPosition head = log.load(_ -> {
                    if (loaded.incrementAndGet() == 1) {
                        Batches.append(log, 3001, creates(12, 3002, 1), false);
                        log.compact(3002);
                    }
                })
                .head();

        assertThat(head).isEqualTo(new LogPosition(3001, 11));
        assertThat(loaded).hasValue(3000);
    }

    @Test
    void readsAndAppendsGoOnWhileEveryScanConnectionIsTaken() throws Exception {
        Batches.append(log, 1, creates(11, 2, 3000), false);
        int scans = DatastoreSettings.Options.DEFAULTS.scanConnections();
        CountDownLatch scanning = new CountDownLatch(scans);
        CountDownLatch enough = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> running = IntStream.range(0, scans)
                    .<Future<?>>mapToObj(_ -> threads.submit(() -> log.scan(3001, change -> {
                        if (change.metadata().main() == 2) {
                            scanning.countDown();
                            await(enough);
                        }
                    })))
                    .toList();
            scanning.await();

            assertThat(Batches.append(log, 3001, creates(12, 3002, 1), false)).isEqualTo(new Appended());
            assertThat(log.readValues(List.of(new Revision(5, 0)))).hasSize(1);
            assertThat(datastore.leases().grant(1, 60)).isTrue();
            assertThat(datastore.leases().renew(List.of(1L))).hasSize(1);

            enough.countDown();
            for (Future<?> scan : running) {
                scan.get();
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
