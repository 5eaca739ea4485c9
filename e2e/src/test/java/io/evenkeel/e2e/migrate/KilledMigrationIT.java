package io.evenkeel.e2e.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.EtcdProcess;
import io.evenkeel.e2e.tools.EvenkeelCommandLine;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.RunningProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of a migration: nothing is served meanwhile, and the same command goes on where it was. */
class KilledMigrationIT {

    private static final int TRANSACTIONS = 200;
    private static final int KEYS_EACH = 100;
    private static final long KEYS = (long) TRANSACTIONS * KEYS_EACH;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void goesOnIntoAStore() {
        try (Scratch scratch = Scratch.create();
                EtcdProcess etcd = EtcdProcess.start(scratch.folder("etcd"));
                ApiClient source = new ApiClient(etcd)) {
            fill(source);
            Path folder = scratch.folder("target");
            Backend.Datastore target = Backend.SQLITE.fresh(folder);
            var migrate = Migrate.into(target, "--from=" + etcd.url());
            try (RunningProcess killed = migrate.start(folder.resolve("migrate.log"))) {
                killed.awaitUntil("changes", LIMIT, () -> rows(folder.resolve("evenkeel.db")) > 0);
                killed.kill();
            }
            assertThat(rows(folder.resolve("evenkeel.db"))).isBetween(1L, KEYS - 1);
            CommandResult check = EvenkeelCommandLine.of(target, "check").run();
            assertThat(check.exitCode()).isEqualTo(1);
            assertThat(check.stderr()).contains("is only partly filled, from etcd " + etcd.url());

            String said = migrate.output();

            assertThat(said).contains("Going on after revision ").contains("They are the same");
            try (EvenkeelProcess server = target.serve(folder);
                    ApiClient client = new ApiClient(server)) {
                assertThat(client.everything().getKvsList())
                        .isEqualTo(source.everything().getKvsList());
            }
        }
    }

    @Test
    void isToBeBegunAnewWhenTheSourceHasMovedSince() {
        try (Scratch scratch = Scratch.create();
                EtcdProcess etcd = EtcdProcess.start(scratch.folder("etcd"));
                ApiClient source = new ApiClient(etcd)) {
            fill(source);
            Path folder = scratch.folder("target");
            Backend.Datastore target = Backend.SQLITE.fresh(folder);
            var migrate = Migrate.into(target, "--from=" + etcd.url());
            try (RunningProcess moved = migrate.start(folder.resolve("migrate.log"))) {
                moved.awaitUntil("changes", LIMIT, () -> rows(folder.resolve("evenkeel.db")) > 0);
                source.create("/registry/late", "late", 0);
                Await.until("the end", LIMIT, () -> !moved.isAlive());
                assertThat(moved.output()).contains("the source has moved from revision");
            }
            CommandResult again = migrate.run();
            assertThat(again.exitCode()).isEqualTo(1);
            assertThat(again.stderr()).contains("is only partly filled").doesNotContain("Exception");

            assertThat(migrate.with("--discard-unfinished").output()).contains("They are the same");
        }
    }

    @Test
    void goesOnIntoAnEtcd() {
        try (Scratch scratch = Scratch.create();
                EtcdProcess etcd = EtcdProcess.start(scratch.folder("etcd"));
                EtcdProcess other = EtcdProcess.start(scratch.folder("other"));
                ApiClient source = new ApiClient(etcd);
                ApiClient target = new ApiClient(other)) {
            fill(source);
            long lease = source.grant(Cluster.LEASE_SECONDS);
            source.create("/registry/leased", "leased", lease);
            var migrate = EvenkeelCommandLine.of("migrate", "--from=" + etcd.url(), "--to=" + other.url());
            try (RunningProcess killed = migrate.start(scratch.root().resolve("migrate.log"))) {
                killed.awaitUntil("a position that is noted down", LIMIT, () -> hasPosition(target));
                killed.kill();
            }
            assertThat(count(target)).isBetween(1000L, KEYS);

            String said = migrate.output();

            assertThat(said).contains("Going on after revision ").contains("They are the same");
            RangeResponse there = target.everything();
            assertThat(there.getKvsList())
                    .extracting(kv -> kv.getKey())
                    .isEqualTo(source.everything().getKvsList().stream()
                            .map(kv -> kv.getKey())
                            .toList());
            assertThat(there.getKvsList())
                    .allSatisfy(kv -> assertThat(kv.getVersion()).isLessThanOrEqualTo(2));
            assertThat(target.lease(lease).getKeysList()).containsExactly(ByteString.copyFromUtf8("/registry/leased"));
        }
    }

    private static void fill(ApiClient client) {
        for (int txn = 0; txn < TRANSACTIONS; txn++) {
            var request = TxnRequest.newBuilder();
            for (int key = 0; key < KEYS_EACH; key++) {
                request.addSuccess(ApiClient.put("/registry/pods/" + key + "/" + txn, "pod".repeat(20) + txn, 0));
            }
            var _ = client.kv().txn(request.build());
        }
    }

    /** Keys that came after the position that is noted down are just put again. */
    private static boolean hasPosition(ApiClient target) {
        return target
                .kv()
                .range(RangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("\0evenkeel-migration"))
                        .build())
                .getKvsList()
                .stream()
                .anyMatch(mark -> !mark.getValue().toStringUtf8().startsWith("0 "));
    }

    private static long count(ApiClient client) {
        return client.kv()
                .range(RangeRequest.newBuilder()
                        .setKey(ApiClient.ZERO)
                        .setRangeEnd(ApiClient.ZERO)
                        .setCountOnly(true)
                        .build())
                .getCount();
    }

    /** How many changes are in a file that another process writes to; none before it has made the tables. */
    private static long rows(Path file) {
        if (!file.toFile().exists()) {
            return 0;
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from evenkeel_revision")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException notYet) {
            return 0;
        }
    }
}
