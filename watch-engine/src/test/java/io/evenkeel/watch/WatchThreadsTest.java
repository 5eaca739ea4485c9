package io.evenkeel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.replica.AgentThread;
import io.evenkeel.watch.validate.RecordedWatch;
import io.evenkeel.watch.validate.ReplayedLog;
import io.evenkeel.watch.validate.StreamRecorder;
import io.evenkeel.watch.validate.WatchValidator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The hub on its own thread, with a writer, readers and transports on theirs. */
@Timeout(60)
final class WatchThreadsTest {

    private static final int WRITES = 2000;
    private static final int CLIENTS = 4;

    private static final WatchSettings SETTINGS = new WatchSettings(
            Duration.ofMillis(100),
            Duration.ofMillis(1),
            new WatchSettings.Bound(8, 10_000),
            new WatchSettings.Bound(20, 10_000),
            30_000,
            20_000,
            3,
            1000,
            100,
            new WatchSettings.Total(1 << 20, 20_000));

    private final TestStore store = new TestStore();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    /** A transport that takes messages in spurts, and notices when two threads send at once. It need not have one of its own. */
    private static final class SpurtingStream implements WatchStream {
        private final Executor thread;
        private final StreamRecorder recorder = new StreamRecorder();
        private final AtomicInteger permits = new AtomicInteger();
        private final AtomicBoolean busy = new AtomicBoolean();
        private final Semaphore turns = new Semaphore(0);
        private final CompletableFuture<Long> finalProgress = new CompletableFuture<>();

        SpurtingStream(Executor thread) {
            this.thread = thread;
        }

        @Override
        public void execute(Runnable sending) {
            thread.execute(sending);
        }

        @Override
        public boolean isReady() {
            return permits.get() > 0;
        }

        @Override
        public void send(WatchMessage message) {
            if (!busy.compareAndSet(false, true)) {
                finalProgress.completeExceptionally(new AssertionError("two threads send at once"));
            }
            permits.decrementAndGet();
            recorder.send(message);
            if (message instanceof WatchMessage.Progress(long id, long revision) && id == -1 && revision > WRITES) {
                finalProgress.complete(revision);
            }
            busy.set(false);
        }

        @Override
        public void close(Refusal reason) {
            recorder.close(reason);
        }
    }

    @Test
    void missNothingBetweenThem() throws Exception {
        try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService eventLoop = Executors.newSingleThreadExecutor()) {
            WatchHub hub = new WatchHub(store, virtual, SETTINGS, System::nanoTime, new SplittableRandom(1), 1);
            AgentThread thread = new AgentThread("watch-hub", hub, failure::complete).start();
            try {
                List<SpurtingStream> streams = new ArrayList<>();
                List<CompletableFuture<Void>> transports = new ArrayList<>();
                CompletableFuture<@Nullable Void> written = new CompletableFuture<>();
                for (int i = 0; i < CLIENTS; i++) {
                    SpurtingStream stream = new SpurtingStream(i % 2 == 0 ? eventLoop : Runnable::run);
                    WatchSession session = hub.open(stream);
                    streams.add(stream);
                    create(session, stream, i);
                    transports.add(CompletableFuture.runAsync(() -> spurt(session, stream, written), virtual));
                }
                write(hub, streams);
                written.complete(null);
                streams.forEach(stream -> stream.turns.release());
                for (CompletableFuture<Void> transport : transports) {
                    transport.get(50, TimeUnit.SECONDS);
                }
                for (SpurtingStream stream : streams) {
                    assertThat(stream.finalProgress).succeedsWithin(Duration.ofSeconds(50));
                }
                hub.closeAll(Refusal.STOPPED).get(50, TimeUnit.SECONDS);
                eventLoop.submit(() -> {}).get(50, TimeUnit.SECONDS);
                streams.forEach(this::check);
            } finally {
                thread.close();
            }
        }
        assertThat(failure).isNotDone();
    }

    /** Gives each transport a turn now and then. */
    private void write(WatchHub hub, List<SpurtingStream> streams) {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < WRITES; i++) {
            long before = store.revision();
            store.txn()
                    .put("k" + random.nextInt(10), "v".repeat(random.nextInt(100)))
                    .put("all", "v")
                    .commit();
            hub.applied(store.entriesAfter(before));
            streams.get(random.nextInt(CLIENTS)).turns.release();
            if (random.nextInt(50) == 0) {
                store.forgetCachedValues();
            }
        }
    }

    private static void create(WatchSession session, SpurtingStream stream, int seed) {
        for (int i = 0; i < 10; i++) {
            KeyRange range = i % 3 == 0 ? KeyRange.ALL : KeyRange.single(Key.of("k" + i));
            session.create(stream.recorder.asked(
                    new WatchRequest(range, i % 4 * (long) seed, 0, Set.of(), i % 2 == 0, i % 5 == 0, false)));
        }
    }

    private static void spurt(WatchSession session, SpurtingStream stream, CompletableFuture<@Nullable Void> written) {
        SplittableRandom random = new SplittableRandom(9);
        while (!written.isDone()) {
            stream.turns.acquireUninterruptibly();
            stream.permits.set(random.nextInt(10));
            session.drain();
            session.requestProgress();
        }
        stream.permits.set(Integer.MAX_VALUE);
        session.drain();
        session.requestProgress();
    }

    private void check(SpurtingStream stream) {
        ReplayedLog log = new ReplayedLog(store.entries(), -1);
        for (RecordedWatch watch : stream.recorder.watches()) {
            assertThat(WatchValidator.allViolations(watch, log)).isEmpty();
            assertThat(watch.events()).hasSameSizeAs(log.eventsFor(watch, watch.firstOwed(), WRITES + 1));
        }
        assertThat(stream.recorder.closedWith()).isEqualTo(Refusal.STOPPED);
    }
}
