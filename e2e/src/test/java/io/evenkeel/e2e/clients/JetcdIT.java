package io.evenkeel.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.CompactOption;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.LeaseOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What users of jetcd do, on every backend. */
class JetcdIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private interface Use {
        void with(Client client) throws Exception;
    }

    private static void serving(Backend backend, Use use) throws Exception {
        try (Scratch scratch = Scratch.create();
                EvenkeelProcess server = backend.fresh(scratch.folder("data")).serve(scratch.folder("log"));
                Client client = Client.builder().endpoints(server.url()).build()) {
            use.with(client);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void putsGetsAndDeletes(Backend backend) throws Exception {
        serving(backend, client -> {
            KV kv = client.getKVClient();
            get(kv.put(bytes("a"), bytes("1")));
            get(kv.put(bytes("a"), bytes("2")));
            get(kv.put(bytes("b"), bytes("3")));

            KeyValue a = get(kv.get(bytes("a"))).getKvs().getFirst();
            assertThat(a.getValue()).isEqualTo(bytes("2"));
            assertThat(List.of(a.getCreateRevision(), a.getModRevision(), a.getVersion()))
                    .containsExactly(2L, 3L, 2L);
            assertThat(get(kv.get(
                                    bytes("a"),
                                    GetOption.builder().withRevision(2).build()))
                            .getKvs()
                            .getFirst()
                            .getValue())
                    .isEqualTo(bytes("1"));
            var deleted = get(kv.delete(
                    bytes("a"),
                    DeleteOption.builder()
                            .withRange(bytes("c"))
                            .withPrevKV(true)
                            .build()));
            assertThat(deleted.getDeleted()).isEqualTo(2);
            assertThat(deleted.getPrevKvs()).extracting(KeyValue::getKey).containsExactly(bytes("a"), bytes("b"));
        });
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void decidesATransaction(Backend backend) throws Exception {
        serving(backend, client -> {
            KV kv = client.getKVClient();
            var isNew = new Cmp(bytes("a"), Cmp.Op.EQUAL, CmpTarget.createRevision(0));
            var put = Op.put(bytes("a"), bytes("1"), PutOption.DEFAULT);
            var read = Op.get(bytes("a"), GetOption.DEFAULT);

            TxnResponse first = get(kv.txn().If(isNew).Then(put).Else(read).commit());
            TxnResponse second = get(kv.txn().If(isNew).Then(put).Else(read).commit());

            assertThat(first.isSucceeded()).isTrue();
            assertThat(second.isSucceeded()).isFalse();
            assertThat(second.getGetResponses().getFirst().getKvs().getFirst().getValue())
                    .isEqualTo(bytes("1"));
            assertThat(second.getHeader().getRevision())
                    .isEqualTo(first.getHeader().getRevision());
        });
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void tellsAWatchOfThePastAndOfWhatComes(Backend backend) throws Exception {
        serving(backend, client -> {
            KV kv = client.getKVClient();
            get(kv.put(bytes("k/1"), bytes("old")));
            var events = new CopyOnWriteArrayList<WatchEvent>();
            var options = WatchOption.builder()
                    .isPrefix(true)
                    .withRevision(2)
                    .withPrevKV(true)
                    .build();
            try (Watch.Watcher _ = client.getWatchClient()
                    .watch(bytes("k/"), options, response -> events.addAll(response.getEvents()))) {
                get(kv.put(bytes("k/1"), bytes("new")));
                get(kv.delete(bytes("k/1")));
                Await.until("three events", LIMIT, () -> events.size() >= 3);
            }

            assertThat(events)
                    .extracting(WatchEvent::getEventType)
                    .containsExactly(WatchEvent.EventType.PUT, WatchEvent.EventType.PUT, WatchEvent.EventType.DELETE);
            assertThat(events.get(2).getPrevKV().getValue()).isEqualTo(bytes("new"));
        });
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void deletesTheKeysOfALeaseThatNobodyRenews(Backend backend) throws Exception {
        serving(backend, client -> {
            long lease = get(client.getLeaseClient().grant(2)).getID();
            PutOption onLease = PutOption.builder().withLeaseId(lease).build();
            get(client.getKVClient().put(bytes("a"), bytes("1"), onLease));
            get(client.getKVClient().put(bytes("b"), bytes("1"), onLease));
            var ttl = get(client.getLeaseClient()
                    .timeToLive(lease, LeaseOption.builder().withAttachedKeys().build()));
            assertThat(ttl.getKeys()).containsExactlyInAnyOrder(bytes("a"), bytes("b"));
            long revision = ttl.getHeader().getRevision();

            Await.until(
                    "the end of the lease",
                    LIMIT,
                    () -> get(client.getKVClient().get(bytes("a"))).getCount() == 0);

            assertThat(get(client.getKVClient().get(bytes("b"))).getHeader().getRevision())
                    .as("both keys went in one revision")
                    .isEqualTo(revision + 1);
            assertThat(get(client.getLeaseClient().timeToLive(lease, LeaseOption.DEFAULT))
                            .getTTL())
                    .isEqualTo(-1);
        });
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void letsOneHaveALockAndOneLead(Backend backend) throws Exception {
        serving(backend, client -> {
            long first = get(client.getLeaseClient().grant(60)).getID();
            long second = get(client.getLeaseClient().grant(60)).getID();
            var lock = get(client.getLockClient().lock(bytes("lock"), first));
            var campaign = get(client.getElectionClient().campaign(bytes("leader"), first, bytes("one")));
            var waiting = client.getLockClient().lock(bytes("lock"), second);
            var candidate = client.getElectionClient().campaign(bytes("leader"), second, bytes("two"));

            assertThat(get(client.getElectionClient().leader(bytes("leader")))
                            .getKv()
                            .getValue())
                    .isEqualTo(bytes("one"));
            get(client.getLockClient().unlock(lock.getKey()));
            get(client.getElectionClient().resign(campaign.getLeader()));

            assertThat(get(waiting).getKey()).isNotEqualTo(lock.getKey());
            assertThat(get(candidate).getLeader().getRevision())
                    .isGreaterThan(campaign.getLeader().getRevision());
            assertThat(get(client.getElectionClient().leader(bytes("leader")))
                            .getKv()
                            .getValue())
                    .isEqualTo(bytes("two"));
        });
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void refusesWhatIsCompacted(Backend backend) throws Exception {
        serving(backend, client -> {
            KV kv = client.getKVClient();
            for (int i = 0; i < 5; i++) {
                get(kv.put(bytes("a"), bytes("" + i)));
            }
            get(kv.compact(4, CompactOption.builder().withCompactPhysical(true).build()));

            assertThat(get(kv.get(
                                    bytes("a"),
                                    GetOption.builder().withRevision(4).build()))
                            .getKvs()
                            .getFirst()
                            .getValue())
                    .isEqualTo(bytes("2"));
            assertThatThrownBy(() -> get(kv.get(
                            bytes("a"), GetOption.builder().withRevision(3).build())))
                    .hasMessageContaining("etcdserver: mvcc: required revision has been compacted");
        });
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }
}
