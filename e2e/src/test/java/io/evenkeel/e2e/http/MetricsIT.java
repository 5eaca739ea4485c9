package io.evenkeel.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Lease;
import io.etcd.jetcd.options.PutOption;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.EtcdProcess;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.Page;
import io.evenkeel.e2e.tools.Scratch;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The page that Prometheus reads. */
class MetricsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PUTS_AT_ONCE = 50;
    private static final int SHORT_SECONDS = 2;
    private static final ByteSequence KEY = bytes("key");
    private static final int READABLE_BUT_COMPLAINED_OF = 3;

    /** What etcd's own dashboard and alerts ask for, and the usual ones of a process. */
    private static final List<String> ASKED_FOR = List.of(
            "etcd_server_has_leader",
            "etcd_server_is_leader",
            "etcd_server_leader_changes_seen_total",
            "etcd_server_proposals_committed_total",
            "etcd_server_proposals_applied_total",
            "etcd_server_proposals_pending",
            "etcd_server_proposals_failed_total",
            "etcd_disk_wal_fsync_duration_seconds",
            "etcd_disk_backend_commit_duration_seconds",
            "etcd_mvcc_db_total_size_in_bytes",
            "etcd_mvcc_db_total_size_in_use_in_bytes",
            "etcd_server_quota_backend_bytes",
            "etcd_network_client_grpc_received_bytes_total",
            "etcd_network_client_grpc_sent_bytes_total",
            "etcd_mvcc_put_total",
            "etcd_mvcc_delete_total",
            "etcd_debugging_mvcc_total_put_size_in_bytes",
            "etcd_server_version",
            "etcd_cluster_version",
            "etcd_debugging_mvcc_keys_total",
            "etcd_debugging_mvcc_watcher_total",
            "etcd_debugging_mvcc_watch_stream_total",
            "grpc_server_started_total",
            "grpc_server_handled_total",
            "process_resident_memory_bytes",
            "process_cpu_seconds_total",
            "process_open_fds",
            "process_start_time_seconds");

    @Test
    void hasWhatEtcdsDashboardAndAlertsAskForAndUnderTheSameTypesAndLabels() throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.create();
                var etcd = EtcdProcess.start(scratch.folder("etcd"));
                var server = Backend.SQLITE.fresh(scratch.folder("data")).serve(scratch.folder("evenkeel"));
                Http http = new Http()) {
            putOne(etcd.port());
            putOne(server.port());
            Page expected = page(http, etcd.url());
            Await.until(
                    "sizes",
                    LIMIT,
                    () -> page(http, server.url()).types().keySet().containsAll(ASKED_FOR));
            Page actual = page(http, server.url());

            List<String> shared = actual.types().keySet().stream()
                    .filter(expected.types()::containsKey)
                    .toList();
            assertThat(shared).containsAll(ASKED_FOR);
            for (String name : shared) {
                assertThat(actual.types().get(name))
                        .as("type of " + name)
                        .isEqualTo(expected.types().get(name));
                assertThat(actual.labels(name)).as("labels of " + name).isEqualTo(expected.labels(name));
            }
        }
    }

    /** Names that are etcd's do not follow all of Prometheus' rules; ours have to. */
    @Test
    void isReadByPrometheusWithoutAComplaintOfNamesThatAreOurs() throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.create();
                var server = Backend.SQLITE.fresh(scratch.folder("data")).serve(scratch.folder("evenkeel"));
                Http http = new Http()) {
            putOne(server.port());
            CommandResult result = Command.of(GoTools.path("promtool"), "check", "metrics")
                    .withInput(http.text(server.url() + "/metrics"))
                    .run();
            assertThat(result.exitCode()).as(result.toString()).isEqualTo(READABLE_BUT_COMPLAINED_OF);
            assertThat(result.stderr().lines()).allMatch(complaint -> complaint.startsWith("etcd_"));
        }
    }

    @Test
    void countsWhatServersDoThatAppendToOneStore() throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.create()) {
            Backend.Datastore datastore = Backend.POSTGRES.fresh(scratch.folder("data"));
            try (EvenkeelProcess one = datastore.serve(scratch.folder("one"), "--name=one", "--forward-writes=never");
                    EvenkeelProcess two =
                            datastore.serve(scratch.folder("two"), "--name=two", "--forward-writes=never");
                    Http http = new Http()) {
                Await.until("contention", LIMIT, () -> {
                    putAtOnce(one.port(), two.port());
                    Page page = page(http, one.url());
                    return page.value("evenkeel_append_conflicts_total") > 0
                            && page.value("evenkeel_append_locks_total") > 0;
                });
                Await.until("members", LIMIT, () -> page(http, one.url()).value("evenkeel_members") == 2);
                Page page = page(http, one.url());
                assertThat(page.value("evenkeel_append_entries_count"))
                        .isEqualTo(page.value("etcd_disk_wal_fsync_duration_seconds_count"))
                        .isPositive();
                assertThat(page.value("evenkeel_append_entries_sum"))
                        .isGreaterThan(page.value("evenkeel_append_entries_count"));
                assertThat(page.value("evenkeel_append_lock_duration_seconds_count"))
                        .isGreaterThanOrEqualTo(page.value("evenkeel_append_locks_total"));
                assertThat(page.value("evenkeel_entries_of_others_total")).isPositive();
                assertThat(page.value("etcd_server_proposals_failed_total")).isZero();
            }
        }
    }

    @Test
    void countsLeasesValuesConnectionsAndHowLateEventsAre() throws Exception {
        try (Scratch scratch = Scratch.create()) {
            Backend.Datastore datastore = Backend.POSTGRES.fresh(scratch.folder("data"));
            try (EvenkeelProcess server = datastore.serve(scratch.folder("server"));
                    Http http = new Http();
                    Client client = Client.builder().endpoints(server.url()).build();
                    var _ = client.getWatchClient().watch(KEY, response -> {})) {
                Lease leases = client.getLeaseClient();
                long kept = get(leases.grant(600)).getID();
                long revoked = get(leases.grant(600)).getID();
                long forgotten = get(leases.grant(SHORT_SECONDS)).getID();
                var _ = get(leases.keepAliveOnce(kept));
                for (long lease : List.of(kept, forgotten)) {
                    ByteSequence key = bytes("key-of-" + lease);
                    PutOption option = PutOption.builder().withLeaseId(lease).build();
                    var _ = get(client.getKVClient().put(key, KEY, option));
                }
                var _ = get(leases.revoke(revoked));
                var _ = get(client.getKVClient().put(KEY, KEY));
                var _ = get(client.getKVClient().get(KEY));

                Await.until(
                        "an expired lease",
                        LIMIT,
                        () -> page(http, server.url()).value("etcd_debugging_server_lease_expired_total") == 1);
                Page page = page(http, server.url());
                assertThat(page.value("etcd_mvcc_put_total")).isEqualTo(3);
                assertThat(page.value("etcd_mvcc_delete_total")).isEqualTo(1);
                assertThat(page.value("etcd_debugging_mvcc_total_put_size_in_bytes"))
                        .isGreaterThan(3 * KEY.size());
                assertThat(page.value("evenkeel_leases_with_keys")).isEqualTo(1);
                assertThat(page.value("etcd_debugging_lease_granted_total")).isEqualTo(3);
                // What its client sends for one renewal is jetcd's affair.
                assertThat(page.value("etcd_debugging_lease_renewed_total")).isPositive();
                assertThat(page.value("etcd_debugging_lease_revoked_total")).isEqualTo(2);
                assertThat(page.value("evenkeel_value_cache_hits_total")).isPositive();
                assertThat(page.value("evenkeel_value_cache_misses_total")).isZero();
                assertThat(page.value("evenkeel_value_cache_bytes")).isPositive();
                assertThat(page.value("evenkeel_head_revision"))
                        .isEqualTo(page.value("etcd_debugging_mvcc_current_revision"));
                assertThat(page.value("evenkeel_watch_delay_seconds_count")).isPositive();
                for (String pool : List.of("read", "scan", "write")) {
                    assertThat(page.value("evenkeel_database_connections", Map.of("pool", pool, "state", "busy"))
                                    + page.value(
                                            "evenkeel_database_connections", Map.of("pool", pool, "state", "idle")))
                            .isBetween(1.0, page.value("evenkeel_database_connections_max", Map.of("pool", pool)));
                    assertThat(page.value("evenkeel_database_connections_waited_for", Map.of("pool", pool)))
                            .isZero();
                }
            }
            try (EvenkeelProcess another = datastore.serve(scratch.folder("another"));
                    Http http = new Http();
                    Client client = Client.builder().endpoints(another.url()).build()) {
                var _ = get(client.getKVClient().get(KEY));
                var _ = get(client.getKVClient().get(KEY));

                Page page = page(http, another.url());
                assertThat(page.value("evenkeel_value_cache_misses_total")).isEqualTo(1);
                assertThat(page.value("evenkeel_value_cache_hits_total")).isEqualTo(1);
            }
        }
    }

    private static <T> T get(CompletableFuture<T> answer) throws Exception {
        return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    static Page page(Http http, String url) {
        try {
            return Page.of(http.get(url + "/metrics").lines());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void putOne(int port) {
        ManagedChannel channel = channel(port);
        try {
            var _ = KVGrpc.newBlockingStub(channel).withDeadlineAfter(LIMIT).put(request(0));
        } finally {
            channel.shutdownNow();
        }
    }

    private static void putAtOnce(int... ports) {
        List<ManagedChannel> channels =
                Arrays.stream(ports).mapToObj(MetricsIT::channel).toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < PUTS_AT_ONCE; i++) {
                PutRequest request = request(i);
                channels.forEach(channel -> threads.execute(() -> {
                    var _ = KVGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(LIMIT)
                            .put(request);
                }));
            }
        }
        channels.forEach(ManagedChannel::shutdownNow);
    }

    private static ManagedChannel channel(int port) {
        return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    private static PutRequest request(int number) {
        return PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("key-" + number))
                .build();
    }
}
