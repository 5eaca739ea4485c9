package io.evenkeel.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.evenkeel.e2e.tools.RunningProcess;
import io.evenkeel.e2e.tools.ServerLauncher;
import io.evenkeel.e2e.tools.ServerUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What people do with etcdctl, done to one server. Each test has keys of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EtcdctlScenario {

    private static final Duration WATCH = Duration.ofSeconds(30);

    private ServerUnderTest server;
    private Etcdctl etcdctl;

    /** What starts the server that etcdctl talks to. */
    protected abstract ServerLauncher launcher();

    @BeforeAll
    void start(@TempDir Path folder) {
        server = launcher().start(folder);
        etcdctl = Etcdctl.of(server);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void putsAndGets() {
        assertThat(etcdctl.lines("put", "kv/a", "1")).containsExactly("OK");
        assertThat(etcdctl.lines("put", "kv/b", "2")).containsExactly("OK");
        assertThat(etcdctl.lines("put", "kv/a", "3", "--prev-kv")).containsExactly("OK", "kv/a", "1");

        assertThat(etcdctl.lines("get", "kv/a")).containsExactly("kv/a", "3");
        assertThat(etcdctl.lines("get", "kv/", "--prefix", "--print-value-only"))
                .containsExactly("3", "2");
        assertThat(etcdctl.lines("get", "kv/", "--prefix", "--keys-only")).contains("kv/a", "kv/b");
        assertThat(etcdctl.lines("get", "kv/", "--prefix", "--limit=1", "--order=DESCEND"))
                .containsExactly("kv/b", "2");
        assertThat(etcdctl.lines("get", "kv/a", "kv/b", "--consistency=s")).containsExactly("kv/a", "3");
        assertThat(etcdctl.lines("get", "kv/missing")).isEmpty();
    }

    @Test
    void getsThePast() {
        etcdctl.lines("put", "past", "old");
        long revision = etcdctl.json("get", "past").at("/header/revision").asLong();
        etcdctl.lines("put", "past", "new");

        JsonNode past = etcdctl.json("get", "past", "--rev=" + revision);

        assertThat(past.at("/kvs/0/value").asText()).isEqualTo("b2xk");
        assertThat(past.at("/header/revision").asLong()).isGreaterThan(revision);
        assertThat(etcdctl.error("get", "past", "--rev=" + (revision + 1_000_000)))
                .contains("etcdserver: mvcc: required revision is a future revision");
    }

    @Test
    void deletes() {
        etcdctl.lines("put", "del/a", "1");
        etcdctl.lines("put", "del/b", "2");
        etcdctl.lines("put", "del/c", "3");

        assertThat(etcdctl.lines("del", "del/a", "--prev-kv")).containsExactly("1", "del/a", "1");
        assertThat(etcdctl.lines("del", "del/", "--prefix")).containsExactly("2");
        assertThat(etcdctl.lines("del", "del/", "--prefix")).containsExactly("0");
    }

    @Test
    void runsTransactions() {
        etcdctl.lines("put", "txn/a", "1");

        assertThat(etcdctl.txn("value(\"txn/a\") = \"1\"", "put txn/b 2\nget txn/b", "get txn/a"))
                .containsExactly("SUCCESS", "", "OK", "", "txn/b", "2");
        assertThat(etcdctl.txn("version(\"txn/a\") > \"7\"", "del txn/a", "get txn/a"))
                .containsExactly("FAILURE", "", "txn/a", "1");
    }

    @Test
    void watchesFromThePastOn(@TempDir Path folder) {
        etcdctl.lines("put", "watch/a", "1");
        long revision = etcdctl.json("get", "watch/a").at("/header/revision").asLong();
        try (RunningProcess watch = etcdctl.start(
                folder.resolve("watch.log"), "watch", "watch/", "--prefix", "--prev-kv", "--rev=" + revision)) {
            watch.awaitUntil("the past event", WATCH, () -> watch.output().contains("PUT\nwatch/a\n1\n"));

            etcdctl.lines("put", "watch/a", "2");
            etcdctl.lines("del", "watch/a");

            String all = "PUT\n\nwatch/a\n1\nPUT\nwatch/a\n1\nwatch/a\n2\nDELETE\nwatch/a\n2\nwatch/a\n\n";
            watch.awaitUntil("all events", WATCH, () -> watch.output().endsWith("DELETE\nwatch/a\n2\nwatch/a\n\n"));
            assertThat(watch.output()).endsWith(all.substring("PUT\n\nwatch/a\n1\n".length()));
        }
    }

    @Test
    void grantsAndRevokesLeases() {
        JsonNode grant = etcdctl.json("lease", "grant", "1000");
        String id = "%016x".formatted(grant.get("ID").asLong());
        etcdctl.lines("put", "lease/a", "1", "--lease=" + id);

        JsonNode lease = etcdctl.json("lease", "timetolive", id, "--keys");
        assertThat(lease.get("granted-ttl").asLong()).isEqualTo(1000);
        assertThat(lease.get("ttl").asLong()).isBetween(900L, 1000L);
        assertThat(lease.at("/keys/0").asText()).isEqualTo("bGVhc2UvYQ==");
        assertThat(etcdctl.lines("lease", "list")).contains(id);
        assertThat(etcdctl.lines("lease", "keep-alive", "--once", id).getFirst())
                .isEqualTo("lease " + id + " keepalived with TTL(1000)");

        assertThat(etcdctl.lines("lease", "revoke", id)).containsExactly("lease " + id + " revoked");
        assertThat(etcdctl.lines("get", "lease/a")).isEmpty();
        assertThat(etcdctl.error("lease", "revoke", id)).contains("etcdserver: requested lease not found");
        assertThat(etcdctl.lines("lease", "timetolive", id)).containsExactly("lease " + id + " already expired");
    }

    @Test
    void compacts() {
        etcdctl.lines("put", "compact", "1");
        etcdctl.lines("put", "compact", "2");
        long revision = etcdctl.json("get", "compact").at("/header/revision").asLong();

        assertThat(etcdctl.lines("compaction", "--physical", Long.toString(revision)))
                .containsExactly("compacted revision " + revision);

        String compacted = "etcdserver: mvcc: required revision has been compacted";
        assertThat(etcdctl.lines("get", "compact", "--rev=" + revision)).containsExactly("compact", "2");
        assertThat(etcdctl.error("get", "compact", "--rev=" + (revision - 1))).contains(compacted);
        assertThat(etcdctl.error("compaction", Long.toString(revision))).contains(compacted);
        assertThat(etcdctl.error("watch", "compact", "--rev=1")).contains("watch is canceled by the server");
    }

    @Test
    void locks() {
        assertThat(etcdctl.lines("lock", "mutex", "echo", "held")).containsExactly("held");
    }

    @Test
    void reportsEndpoints() {
        etcdctl.lines("put", "endpoint", "1");

        JsonNode status = etcdctl.json("endpoint", "status").at("/0/Status");
        assertThat(status.get("version").asText()).startsWith("3.7.");
        assertThat(status.get("leader").asLong())
                .isEqualTo(status.at("/header/member_id").asLong());
        for (String field : List.of("dbSize", "dbSizeInUse", "raftIndex", "raftTerm", "raftAppliedIndex")) {
            assertThat(status.get(field).asLong()).as(field).isPositive();
        }
        assertThat(status.has("errors")).isFalse();

        assertThat(etcdctl.json("endpoint", "health").at("/0/health").asBoolean())
                .isTrue();

        JsonNode hash = etcdctl.json("endpoint", "hashkv").at("/0/HashKV");
        assertThat(hash.get("hash").asLong()).isPositive();
        assertThat(hash.get("hash_revision").asLong())
                .isEqualTo(hash.at("/header/revision").asLong());
    }

    @Test
    void listsOneMemberWithAReachableUrl() {
        JsonNode members = etcdctl.json("member", "list");

        assertThat(members.get("members")).hasSize(1);
        assertThat(members.at("/members/0/ID").asText())
                .isEqualTo(members.at("/header/member_id").asText());
        assertThat(members.at("/members/0/clientURLs/0").asText()).isEqualTo(server.url());
        assertThat(etcdctl.lines("endpoint", "health", "--cluster").getFirst()).contains("is healthy");
        assertThat(etcdctl.lines("alarm", "list")).isEmpty();
    }
}
