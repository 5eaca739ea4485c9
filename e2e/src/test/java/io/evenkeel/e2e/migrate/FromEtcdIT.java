package io.evenkeel.e2e.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.api.proto.LeaseTimeToLiveResponse;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.EtcdProcess;
import io.evenkeel.e2e.tools.EvenkeelCommandLine;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.RunningProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server on what came from an etcd answers as that does. */
class FromEtcdIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource(Backend.class)
    void serversAnswerAsTheEtcdDid(Backend backend) throws Exception {
        try (Scratch scratch = Scratch.create();
                EtcdProcess etcd = EtcdProcess.start(scratch.folder("etcd"));
                ApiClient source = new ApiClient(etcd)) {
            long lease = Cluster.fill(source);
            Cluster.fillMore(source);
            RangeResponse before = source.everything();
            long head = before.getHeader().getRevision();
            Backend.Datastore target = backend.fresh(scratch.folder("target"));

            String said = Migrate.into(target, "--from=" + etcd.url()).output();

            assertThat(said)
                    .contains("at revision " + head + ", with 1 leases")
                    .contains("Kept: keys, values, create and mod revisions, versions, leases")
                    .contains("Source: " + before.getKvsCount() + " keys, SHA-256 ")
                    .contains("Target: " + before.getKvsCount() + " keys, SHA-256 ")
                    .contains("They are the same");
            assertThat(EvenkeelCommandLine.of(target, "check").output()).contains("nothing is wrong");
            try (EvenkeelProcess server = target.serve(scratch.folder("server"));
                    ApiClient client = new ApiClient(server)) {
                RangeResponse after = client.everything();
                assertThat(after.getKvsList()).isEqualTo(before.getKvsList());
                assertThat(after.getHeader().getRevision()).isEqualTo(head + 1);
                LeaseTimeToLiveResponse kept = client.lease(lease);
                assertThat(kept.getGrantedTTL()).isEqualTo(Cluster.LEASE_SECONDS);
                assertThat(kept.getKeysList()).hasSize(2);
                Migrate.watchersGoOnOrAreTold(client, head);
                client.noteCompaction(3, "60");
                client.delete("/registry/events/default/second", head - 4);
            }
        }
    }

    @Test
    void saysThatTheTwoAreDifferent() {
        try (Scratch scratch = Scratch.create();
                EtcdProcess etcd = EtcdProcess.start(scratch.folder("etcd"));
                ApiClient source = new ApiClient(etcd)) {
            source.create("/registry/configmaps/default/first", "first", 0);
            var migrate = Migrate.into(Backend.SQLITE.fresh(scratch.folder("target")), "--from=" + etcd.url());
            assertThat(migrate.output()).contains("They are the same");
            source.create("/registry/configmaps/default/second", "second", 0);

            CommandResult compared = migrate.with("--verify-only").run();
            CommandResult again = migrate.run();

            assertThat(compared.exitCode()).isEqualTo(1);
            assertThat(compared.stdout())
                    .contains("Source: 2 keys", "Target: 1 keys")
                    .endsWith("They are different" + System.lineSeparator());
            assertThat(again.exitCode()).isEqualTo(1);
            assertThat(again.stderr()).contains("is not empty");
        }
    }

    /** Whoever holds it is stopped, and a lease that expires is a change of the source. */
    @Test
    void keepsTheLeasesOfTheSourceAlive() {
        try (Scratch scratch = Scratch.create();
                EtcdProcess etcd = EtcdProcess.start(scratch.folder("etcd"));
                ApiClient source = new ApiClient(etcd)) {
            long lease = source.grant(60);
            source.create("/registry/events/default/first", "first", lease);
            Await.until("time to pass", LIMIT, () -> source.lease(lease).getTTL() < 58);
            var migrate = Migrate.into(Backend.SQLITE.fresh(scratch.folder("target")), "--from=" + etcd.url());

            try (RunningProcess migration = migrate.start(scratch.root().resolve("migrate.log"))) {
                Await.until("a renewal", LIMIT, () -> source.lease(lease).getTTL() >= 58);
                Await.until("the end", LIMIT, () -> !migration.isAlive());
                assertThat(migration.output()).contains("They are the same");
            }
        }
    }
}
