package io.evenkeel.e2e.backup;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a store is filled with and how it is compared. */
final class Content {

    static final long LEASE_SECONDS = 3600;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Content() {}

    /** History, transactions, deletes, values of all sizes and a key on a lease; part of it compacted. Returns the lease. */
    static long fill(Client client) throws Exception {
        KV kv = client.getKVClient();
        for (int i = 0; i < 300; i++) {
            get(kv.put(bytes("k/" + i % 70), bytes("v" + i)));
        }
        get(kv.txn()
                .Then(
                        Op.put(bytes("t/1"), bytes("1"), PutOption.DEFAULT),
                        Op.put(bytes("t/2"), ByteSequence.EMPTY, PutOption.DEFAULT))
                .commit());
        get(kv.delete(bytes("k/7")));
        get(kv.put(bytes("large"), bytes("x".repeat(1_000_000))));
        get(kv.compact(150));
        get(kv.delete(bytes("k/8")));
        long lease = get(client.getLeaseClient().grant(LEASE_SECONDS)).getID();
        get(kv.put(
                bytes("leased"),
                bytes("1"),
                PutOption.builder().withLeaseId(lease).build()));
        return lease;
    }

    /** Every key as of a revision, 0 for the newest. */
    static GetResponse everything(Client client, long revision) throws Exception {
        return get(client.getKVClient()
                .get(
                        bytes("\0"),
                        GetOption.builder()
                                .withRange(bytes("\0"))
                                .withRevision(revision)
                                .build()));
    }

    /** Everything about each key. */
    static List<String> texts(GetResponse response) {
        return response.getKvs().stream().map(Content::text).toList();
    }

    private static String text(KeyValue kv) {
        return kv.getKey() + " " + kv.getCreateRevision() + " " + kv.getModRevision() + " " + kv.getVersion() + " "
                + kv.getLease() + " " + Arrays.hashCode(kv.getValue().getBytes());
    }

    static <T> T get(CompletableFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }
}
