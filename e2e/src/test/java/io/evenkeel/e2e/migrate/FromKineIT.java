package io.evenkeel.e2e.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.api.proto.LeaseTimeToLiveResponse;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.mvccpb.KeyValue;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelCommandLine;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.KineProcess;
import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.sql.DatastoreSettings;
import io.evenkeel.sql.EmbeddedMariaDb;
import io.evenkeel.sql.EmbeddedPostgres17;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server on what came from a kine answers as that did. */
class FromKineIT {

    @ParameterizedTest
    @CsvSource({"SQLITE, POSTGRES", "POSTGRES, MARIADB", "MARIADB, SQLITE"})
    void serversAnswerAsTheKineDid(Backend database, Backend backend) throws Exception {
        try (Scratch scratch = Scratch.create()) {
            String endpoint = endpoint(database, scratch.folder("source"));
            RangeResponse before;
            RangeResponse compaction;
            try (KineProcess kine = KineProcess.start(endpoint, scratch.folder("kine"));
                    ApiClient source = new ApiClient(kine)) {
                assertThat(Cluster.fill(source)).isEqualTo(Cluster.LEASE_SECONDS);
                before = source.objects();
                compaction = source.get("compact_rev_key");
            }
            long head = before.getHeader().getRevision();
            Backend.Datastore target = backend.fresh(scratch.folder("target"));

            String said = Migrate.into(target, "--from=kine+" + endpoint.replaceFirst("\\?.*", ""))
                    .output();

            assertThat(said)
                    .contains("at revision " + head + ", with 1 leases")
                    .contains("Source: " + (before.getKvsCount() + 1) + " keys, SHA-256 ")
                    .contains("They are the same");
            assertThat(EvenkeelCommandLine.of(target, "check").output()).contains("nothing is wrong");
            try (EvenkeelProcess server = target.serve(scratch.folder("server"));
                    ApiClient client = new ApiClient(server)) {
                RangeResponse after = client.objects();
                assertThat(withoutVersions(after)).isEqualTo(withoutVersions(before));
                assertThat(after.getKvsList())
                        .as("versions, which kine does not have")
                        .allSatisfy(kv -> assertThat(kv.getVersion()).isEqualTo(version(kv)));
                assertThat(after.getHeader().getRevision()).isEqualTo(head + 1);
                assertThat(client.get("compact_rev_key").getKvsList()).isEqualTo(compaction.getKvsList());
                LeaseTimeToLiveResponse kept = client.lease(Cluster.LEASE_SECONDS);
                assertThat(kept.getGrantedTTL()).isEqualTo(Cluster.LEASE_SECONDS);
                assertThat(kept.getKeysList()).hasSize(2);
                Migrate.watchersGoOnOrAreTold(client, head);
                client.noteCompaction(3, "60");
            }
        }
    }

    /** The database as kine spells it; none that ours does not understand but for what follows the question mark. */
    private static String endpoint(Backend database, Path folder) {
        String name = "kine" + UUID.randomUUID().toString().replace("-", "");
        return switch (database) {
            case SQLITE ->
                "sqlite://" + folder.resolve("state.db")
                        + "?_journal_mode=WAL&cache=shared&_busy_timeout=30000&_txlock=immediate";
            case POSTGRES -> {
                DatastoreSettings.Postgres server = EmbeddedPostgres17.settings("unused");
                yield "postgres://postgres:postgres@" + server.host() + ":" + server.port() + "/" + name
                        + "?sslmode=disable";
            }
            case MARIADB -> {
                DatastoreSettings.MySql server = EmbeddedMariaDb.settings("unused");
                yield "mysql://root@tcp(" + server.host() + ":" + server.port() + ")/" + name;
            }
        };
    }

    private static List<KeyValue> withoutVersions(RangeResponse response) {
        return response.getKvsList().stream()
                .map(kv -> kv.toBuilder().clearVersion().build())
                .toList();
    }

    /** What etcd would say of what {@link Cluster} has written; kine's own key was never updated. */
    private static long version(KeyValue kv) {
        String key = kv.getKey().toStringUtf8();
        if (key.startsWith("/registry/configmaps/")) {
            int number = Integer.parseInt(key.substring(key.lastIndexOf('-') + 1));
            return number % 10 == 0 ? 1 : 1 + number % 4;
        }
        return key.equals("/registry/events/default/first") ? 2 : 1;
    }
}
