package io.evenkeel.e2e.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.CompactionRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.api.proto.mvccpb.KeyValue;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EtcdProcess;
import io.evenkeel.e2e.tools.EvenkeelCommandLine;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A store goes into another database whole, and into an etcd as far as that takes it. */
class FromStoreIT {

    /** One pair of databases: that each can be read and filled is shown by the contracts of the two ports. */
    @Test
    void keepsItsHistoryInAnotherDatabase() throws Exception {
        try (Scratch scratch = Scratch.create()) {
            Backend.Datastore from = Backend.POSTGRES.fresh(scratch.folder("source"));
            Backend.Datastore target = Backend.MARIADB.fresh(scratch.folder("target"));
            RangeResponse before;
            RangeResponse earlier;
            List<WatchResponse> watched;
            try (EvenkeelProcess server = from.serve(scratch.folder("old"));
                    ApiClient client = new ApiClient(server)) {
                var _ = Cluster.fill(client);
                Cluster.fillMore(client);
                var _ = client.kv()
                        .compact(CompactionRequest.newBuilder().setRevision(50).build());
                before = client.everything();
                earlier = at(client, 60);
                watched = watched(client, before);
            }

            String said = Migrate.into(target, "--from=" + from.url(), "--from-store=" + from.store())
                    .output();

            assertThat(said).contains("history above the compacted revision").contains("They are the same");
            assertThat(EvenkeelCommandLine.of(target, "check").output()).contains("nothing is wrong");
            try (EvenkeelProcess server = target.serve(scratch.folder("new"));
                    ApiClient client = new ApiClient(server)) {
                assertThat(client.everything().getKvsList()).isEqualTo(before.getKvsList());
                assertThat(client.everything().getHeader().getRevision())
                        .isEqualTo(before.getHeader().getRevision());
                assertThat(at(client, 60).getKvsList()).isEqualTo(earlier.getKvsList());
                assertThat(watched(client, before)).isEqualTo(watched);
                var told = client.watch(49);
                ApiClient.take(told);
                assertThat(ApiClient.take(told).getCompactRevision()).isEqualTo(50);
            }
        }
    }

    private static RangeResponse at(ApiClient client, long revision) {
        return client.kv()
                .range(RangeRequest.newBuilder()
                        .setKey(ApiClient.ZERO)
                        .setRangeEnd(ApiClient.ZERO)
                        .setRevision(revision)
                        .build());
    }

    /** What a watch from revision 51 is told up to the newest event of an object, without what differs from server to server. */
    private static List<WatchResponse> watched(ApiClient client, RangeResponse now) throws InterruptedException {
        long newest = now.getKvsList().stream()
                .filter(kv -> kv.getKey().toStringUtf8().startsWith("/registry/"))
                .mapToLong(KeyValue::getModRevision)
                .max()
                .orElseThrow();
        var told = client.watch(51);
        ApiClient.take(told);
        var events = WatchResponse.newBuilder();
        do {
            events.addAllEvents(ApiClient.take(told).getEventsList());
        } while (events.getEvents(events.getEventsCount() - 1).getKv().getModRevision() < newest);
        return List.of(events.build());
    }

    @Test
    void goesIntoAnEtcdWithoutItsRevisions() {
        try (Scratch scratch = Scratch.create();
                EtcdProcess etcd = EtcdProcess.start(scratch.folder("etcd"));
                ApiClient target = new ApiClient(etcd)) {
            Backend.Datastore from = Backend.SQLITE.fresh(scratch.folder("source"));
            long lease;
            RangeResponse before;
            try (EvenkeelProcess server = from.serve(scratch.folder("server"));
                    ApiClient client = new ApiClient(server)) {
                lease = Cluster.fill(client);
                Cluster.fillMore(client);
                before = client.everything();
            }
            var migrate = EvenkeelCommandLine.of(
                    "migrate", "--from=" + from.url(), "--from-store=" + from.store(), "--to=" + etcd.url());

            String said = migrate.output();

            assertThat(said)
                    .contains("Not kept: revisions, versions and history")
                    .contains("They are the same");
            RangeResponse after = target.everything();
            assertThat(contents(after)).isEqualTo(contents(before));
            assertThat(revisions(after, before)).isSorted();
            assertThat(target.lease(lease).getGrantedTTL()).isEqualTo(Cluster.LEASE_SECONDS);
            assertThat(target.lease(lease).getKeysList()).hasSize(2);
            assertThat(migrate.with("--verify-only").output()).contains("They are the same");
            assertThat(migrate.run().stderr()).contains("is not empty");
        }
    }

    private static List<KeyValue> contents(RangeResponse response) {
        return response.getKvsList().stream()
                .map(kv -> KeyValue.newBuilder()
                        .setKey(kv.getKey())
                        .setValue(kv.getValue())
                        .setLease(kv.getLease())
                        .build())
                .toList();
    }

    /** The revisions that keys of objects have here, in the order in which those were written last there. */
    private static List<Long> revisions(RangeResponse here, RangeResponse there) {
        Map<ByteString, Long> revisions =
                here.getKvsList().stream().collect(Collectors.toMap(KeyValue::getKey, KeyValue::getModRevision));
        return there.getKvsList().stream()
                .sorted(Comparator.comparingLong(KeyValue::getModRevision))
                .map(kv -> Objects.requireNonNull(revisions.get(kv.getKey())))
                .toList();
    }
}
