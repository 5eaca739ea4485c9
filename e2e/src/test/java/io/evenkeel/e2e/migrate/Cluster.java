package io.evenkeel.e2e.migrate;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.TxnRequest;

/** What a small cluster of Kubernetes leaves in its datastore. */
final class Cluster {

    static final long LEASE_SECONDS = 3600;

    private static final int OBJECTS = 60;

    private Cluster() {}

    /** Objects that are created, updated, deleted and created again, events on a lease, a large one; returns the lease. */
    static long fill(ApiClient client) {
        for (int i = 0; i < OBJECTS; i++) {
            String key = "/registry/configmaps/default/map-" + i;
            long revision = client.create(key, "created " + i, 0);
            for (int update = 0; update < i % 4; update++) {
                revision = client.update(key, "updated " + i + " " + "x".repeat(100 * update), revision, 0);
            }
            if (i % 5 == 0) {
                client.delete(key, revision);
            }
            if (i % 10 == 0) {
                client.create(key, "created again " + i, 0);
            }
        }
        client.create("/registry/secrets/default/large", "y".repeat(1_000_000), 0);
        client.noteCompaction(0, "0");
        client.noteCompaction(1, "20");
        client.noteCompaction(2, "40");
        long lease = client.grant(LEASE_SECONDS);
        long event = client.create("/registry/events/default/first", "one", lease);
        client.update("/registry/events/default/first", "two", event, lease);
        client.create("/registry/events/default/second", "one", lease);
        return lease;
    }

    /** What kine does not know: several changes of a revision, keys of any bytes, empty values; the last change is a delete. */
    static void fillMore(ApiClient client) {
        var _ = client.kv()
                .txn(TxnRequest.newBuilder()
                        .addSuccess(ApiClient.put("several/b", "1", 0))
                        .addSuccess(ApiClient.put("several/a", "", 0))
                        .addSuccess(ApiClient.put("several/c", "3", 0))
                        .build());
        var _ = client.kv()
                .put(PutRequest.newBuilder()
                        .setKey(ByteString.copyFrom(new byte[] {0, -1, 39}))
                        .setValue(ByteString.copyFrom(new byte[] {-128, 0}))
                        .build());
        var _ = client.kv()
                .put(PutRequest.newBuilder()
                        .setKey(ByteString.copyFrom(new byte[] {-1, -1}))
                        .build());
        var _ = client.kv()
                .deleteRange(DeleteRangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("several/c"))
                        .build());
    }
}
