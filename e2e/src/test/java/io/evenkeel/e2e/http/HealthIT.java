package io.evenkeel.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.api.proto.AlarmRequest;
import io.evenkeel.api.proto.AlarmRequest.AlarmAction;
import io.evenkeel.api.proto.AlarmType;
import io.evenkeel.api.proto.MaintenanceGrpc;
import io.evenkeel.e2e.http.Http.Answer;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.DatabaseServer;
import io.evenkeel.e2e.tools.EtcdProcess;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.FreePorts;
import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.e2e.tools.ServerUnderTest;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Health over HTTP on the port of gRPC, and what it says when something is not in order. */
class HealthIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final List<String> TARGETS = List.of(
            "/health",
            "/health?serializable=true",
            "/health?exclude=NOSPACE",
            "/health?exclude=CORRUPT",
            "/livez",
            "/livez?verbose",
            "/livez/serializable_read",
            "/livez/linearizable_read",
            "/readyz",
            "/readyz?verbose",
            "/readyz?verbose&exclude=data_corruption",
            "/readyz?verbose&exclude=nonsense",
            "/readyz/linearizable_read?verbose",
            "/readyz/data_corruption",
            "/readyz/nonsense",
            "/nonsense",
            "/");

    @Test
    void isToldAsByEtcd() throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.create();
                var etcd = EtcdProcess.start(scratch.folder("etcd"));
                var server = Backend.SQLITE.fresh(scratch.folder("data")).serve(scratch.folder("evenkeel"));
                Http http = new Http()) {
            for (String target : TARGETS) {
                assertThat(http.get(server.url() + target)).as(target).isEqualTo(http.get(etcd.url() + target));
            }
            for (String path : List.of("/health", "/livez", "/readyz", "/version")) {
                assertThat(http.ask("POST", server.url() + path))
                        .as("POST " + path)
                        .isEqualTo(http.ask("POST", etcd.url() + path));
            }
            assertThat(http.get(server.url() + "/version").lines().getFirst().replaceAll("[0-9]+", "N"))
                    .isEqualTo(
                            http.get(etcd.url() + "/version").lines().getFirst().replaceAll("[0-9]+", "N"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NOSPACE", "CORRUPT"})
    void isToldAsByEtcdWhileAnAlarmIsRaised(AlarmType alarm) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.create();
                var etcd = EtcdProcess.start(scratch.folder("etcd"));
                var server = Backend.SQLITE.fresh(scratch.folder("data")).serve(scratch.folder("evenkeel"));
                Http http = new Http()) {
            raise(etcd, alarm);
            raise(server, alarm);
            for (String target : TARGETS) {
                Answer expected = http.get(etcd.url() + target);
                Answer actual = http.get(server.url() + target);
                assertThat(actual.status()).as(target).isEqualTo(expected.status());
                assertThat(withoutReasons(actual)).as(target).isEqualTo(withoutReasons(expected));
            }
        }
    }

    /** The reason for which a check fails is in each server's own words. */
    private static List<String> withoutReasons(Answer answer) {
        return answer.lines().stream()
                .map(line -> line.replaceFirst(" failed: .*", " failed"))
                .toList();
    }

    private static void raise(ServerUnderTest server, AlarmType alarm) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(server.host(), server.port())
                .usePlaintext()
                .build();
        try {
            var _ = MaintenanceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(LIMIT)
                    .alarm(AlarmRequest.newBuilder()
                            .setAction(AlarmAction.ACTIVATE)
                            .setAlarm(alarm)
                            .build());
        } finally {
            channel.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void readinessFollowsTheDatabaseAndLivenessDoesNot(Backend backend) throws IOException, InterruptedException {
        DatabaseServer database = DatabaseServer.of(backend);
        Backend.Datastore datastore = database.datastore("health-" + UUID.randomUUID(), database.port());
        try (Scratch scratch = Scratch.create();
                EvenkeelProcess server = datastore.serve(scratch.folder("evenkeel"));
                Http http = new Http()) {
            assertThat(http.get(server.url() + "/readyz").status()).isEqualTo(200);

            database.process().killAll();

            Answer without = http.get(server.url() + "/readyz");
            assertThat(without.status()).isEqualTo(503);
            assertThat(without.lines()).anyMatch(line -> line.startsWith("[-]linearizable_read failed"));
            assertThat(http.get(server.url() + "/livez").status()).isEqualTo(200);

            database.restart();

            Await.until("readiness", LIMIT, () -> status(http, server.url() + "/readyz") == 200);
        }
    }

    @Test
    void isToldOnAPortOfItsOwnWhereAskedFor() throws IOException, InterruptedException {
        int port = FreePorts.take();
        try (Scratch scratch = Scratch.create();
                var _ = Backend.SQLITE
                        .fresh(scratch.folder("data"))
                        .serve(scratch.folder("evenkeel"), "--listen-metrics-urls=http://127.0.0.1:" + port);
                Http http = new Http()) {
            String url = "http://127.0.0.1:" + port;
            assertThat(http.get(url + "/livez").status()).isEqualTo(200);
            assertThat(http.get(url + "/readyz/linearizable_read").status()).isEqualTo(200);
            assertThat(http.get(url + "/health").status()).isEqualTo(200);
            assertThat(http.get(url + "/metrics").status()).isEqualTo(200);
            assertThat(http.get(url + "/version").status()).isEqualTo(404);
            assertThat(http.ask("PUT", url + "/health").status()).isEqualTo(405);
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        try (Scratch scratch = Scratch.create();
                var taken = Backend.SQLITE.fresh(scratch.folder("one")).serve(scratch.folder("first"))) {
            var other = Backend.SQLITE.fresh(scratch.folder("other"));
            CommandResult metrics = EvenkeelProcess.serve(
                            "--datastore=" + other.url(),
                            "--listen-client-urls=http://127.0.0.1:" + FreePorts.take(),
                            "--listen-metrics-urls=" + taken.url())
                    .run();
            assertThat(metrics.stderr()).contains("cannot listen for metrics on " + taken.url());
            // That of the clients is tried first: nobody is told that a server is ready which they cannot reach.
            CommandResult both = EvenkeelProcess.serve(
                            "--datastore=" + other.url(),
                            "--listen-client-urls=" + taken.url(),
                            "--listen-metrics-urls=" + taken.url())
                    .run();
            assertThat(both.stderr()).contains("cannot listen on [" + taken.url() + "]");
        }
    }

    private static int status(Http http, String url) {
        try {
            return http.get(url).status();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
