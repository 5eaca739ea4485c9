package io.evenkeel.e2e.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.common.exception.CompactedException;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.lease.LeaseTimeToLiveResponse;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.LeaseOption;
import io.etcd.jetcd.options.WatchOption;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.EvenkeelCommandLine;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store is saved while it is written to, lost, and restored into another kind of database on the address clients know. */
class SnapshotIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long BUMP = 1_000_000_000;

    @ParameterizedTest
    @CsvSource({"SQLITE, POSTGRES", "POSTGRES, MARIADB", "MARIADB, SQLITE"})
    void isSavedFromALiveServerAndRestoredIntoAnotherDatabase(Backend source, Backend target) throws Exception {
        try (Scratch scratch = Scratch.create()) {
            Backend.Datastore from = source.fresh(scratch.folder("from"));
            Backend.Datastore into = target.fresh(scratch.folder("into"));
            Path file = scratch.root().resolve("snapshot");
            List<Throwable> told = new CopyOnWriteArrayList<>();
            try (EvenkeelProcess old = from.serve(scratch.folder("old"));
                    Client client = Client.builder().endpoints(old.url()).build()) {
                long lease = Content.fill(client);
                Watch.Watcher watcher = watch(client, told);
                try (watcher) {
                    String saved;
                    try (var _ = new Writing(client)) {
                        saved = EvenkeelCommandLine.of(from, "snapshot", "save", file.toString())
                                .output();
                        assertThat(EvenkeelCommandLine.of(from, "check").output())
                                .contains("nothing is wrong");
                    }
                    long revision = number(saved, "revision");
                    GetResponse atSnapshot = Content.everything(client, revision);
                    long newest = Content.everything(client, 0).getHeader().getRevision();
                    assertThat(newest).isGreaterThan(revision);
                    long clusterId = atSnapshot.getHeader().getClusterId();

                    old.process().kill();
                    String restored = EvenkeelCommandLine.of(into, "snapshot", "restore", file.toString())
                            .output();

                    assertThat(restored).contains("at revision " + (revision + BUMP) + " now");
                    try (EvenkeelProcess restoredServer = into.serveAt(old.port(), scratch.folder("new"))) {
                        Await.until(
                                "a watch that is told why it cannot go on",
                                LIMIT,
                                () -> told.stream().anyMatch(CompactedException.class::isInstance));
                        assertThat(told)
                                .filteredOn(CompactedException.class::isInstance)
                                .extracting(failure -> ((CompactedException) failure).getCompactedRevision())
                                .containsOnly(revision + BUMP);
                        try (Client fresh =
                                Client.builder().endpoints(restoredServer.url()).build()) {
                            GetResponse now = Content.everything(fresh, 0);
                            assertThat(Content.texts(now)).isEqualTo(Content.texts(atSnapshot));
                            assertThat(now.getHeader().getRevision()).isEqualTo(revision + BUMP);
                            assertThat(now.getHeader().getClusterId()).isNotEqualTo(clusterId);
                            checkLease(fresh, lease);
                            checkHistoryIsCompacted(fresh, newest);
                            checkItGoesOn(fresh, revision + BUMP);
                        }
                        assertThat(EvenkeelCommandLine.of(into, "check").output())
                                .contains("nothing is wrong");
                        CommandResult again = EvenkeelCommandLine.of(into, "snapshot", "restore", file.toString())
                                .run();
                        assertThat(again.exitCode()).isEqualTo(1);
                        assertThat(again.stderr()).containsPattern("is not empty|in use by another process");
                    }
                }
            }
        }
    }

    /** Watches, and goes on watching on every new connection. */
    private static Watch.Watcher watch(Client client, List<Throwable> told) throws Exception {
        var events = new AtomicLong();
        Watch.Watcher watcher = client.getWatchClient()
                .watch(
                        Content.bytes("\0"),
                        WatchOption.builder().withRange(Content.bytes("\0")).build(),
                        Watch.listener(
                                response ->
                                        events.addAndGet(response.getEvents().size()),
                                told::add));
        Await.until("a watch that is told of puts", LIMIT, () -> {
            client.getKVClient()
                    .put(Content.bytes("k/0"), Content.bytes("seen"))
                    .join();
            return events.get() > 0;
        });
        return watcher;
    }

    private static void checkLease(Client client, long lease) throws Exception {
        LeaseTimeToLiveResponse found = Content.get(client.getLeaseClient()
                .timeToLive(lease, LeaseOption.builder().withAttachedKeys().build()));
        assertThat(found.getGrantedTTL()).isEqualTo(Content.LEASE_SECONDS);
        assertThat(found.getTTL()).isBetween(Content.LEASE_SECONDS - 120, Content.LEASE_SECONDS);
        assertThat(found.getKeys()).containsExactly(Content.bytes("leased"));
    }

    private static void checkHistoryIsCompacted(Client client, long newest) throws Exception {
        CompletableFuture<GetResponse> old = client.getKVClient()
                .get(
                        Content.bytes("k/1"),
                        GetOption.builder().withRevision(newest).build());
        assertThat(old).failsWithin(LIMIT).withThrowableThat().withMessageContaining("has been compacted");
    }

    private static void checkItGoesOn(Client client, long head) throws Exception {
        KV kv = client.getKVClient();
        var events = new CopyOnWriteArrayList<Long>();
        var options = WatchOption.builder()
                .withRange(Content.bytes("\0"))
                .withRevision(head)
                .build();
        try (var _ = client.getWatchClient()
                .watch(
                        Content.bytes("\0"),
                        options,
                        response -> response.getEvents()
                                .forEach(event -> events.add(event.getKeyValue().getModRevision())))) {
            assertThat(Content.get(kv.put(Content.bytes("k/1"), Content.bytes("after")))
                            .getHeader()
                            .getRevision())
                    .isEqualTo(head + 1);
            assertThat(Content.get(kv.delete(Content.bytes("k/1"))).getHeader().getRevision())
                    .isEqualTo(head + 2);
            Await.until("two events", LIMIT, () -> events.size() >= 2);
        }
        assertThat(events).containsExactly(head + 1, head + 2);
        Content.get(kv.compact(head + 2));
        assertThat(Content.get(kv.get(Content.bytes("leased"))).getKvs()).hasSize(1);
    }

    private static long number(String output, String name) {
        Matcher matcher = Pattern.compile("(?m)^" + name + " +(\\d+)$").matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    /** Writes all the time, in the background. */
    private static final class Writing implements AutoCloseable {

        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicLong written = new AtomicLong();
        private final CompletableFuture<Void> ended;

        Writing(Client client) {
            ended = CompletableFuture.runAsync(
                    () -> {
                        while (!stopped.get()) {
                            String key = "live/" + written.incrementAndGet() % 50;
                            client.getKVClient()
                                    .put(Content.bytes(key), Content.bytes(key))
                                    .join();
                        }
                    },
                    thread);
            Await.until("live writes", LIMIT, () -> written.get() > 100);
        }

        @Override
        public void close() {
            long before = written.get();
            Await.until("more live writes", LIMIT, () -> written.get() > before + 10);
            stopped.set(true);
            ended.join();
            thread.close();
        }
    }
}
