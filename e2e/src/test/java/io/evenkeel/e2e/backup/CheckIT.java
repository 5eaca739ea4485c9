package io.evenkeel.e2e.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.options.PutOption;
import io.evenkeel.assembly.cli.EvenkeelCommand;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.EvenkeelCommandLine;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows of a real store are broken one way after the other, and each is found and named. */
class CheckIT {

    /**
     * One way to break the store, how that is undone, and what the check says meanwhile. The store is:
     *
     * <pre>
     *   2 a=1   3 b=1   4 a=2   5 a deleted   6 b=2   compacted and purged at 6, so that of these only 6 is left
     *   7 c=1 on a lease   8 c=2 on it   9 d=1   10 d deleted   11 d=1
     * </pre>
     */
    private record Fault(String breaking, String mending, String findings) {}

    private static final String COLUMNS =
            "store, main, sub, key_bytes, create_main, version, prev_main, lease, batch, value_bytes";

    private static final List<Fault> FAULTS = List.of(
            new Fault(
                    "update evenkeel_revision set store = -store where STORE and main = 9",
                    "update evenkeel_revision set store = -store where AWAY",
                    """
                    missing: revision 9 is missing
                    chain: revision 10.0 of key "d" deletes a key that does not exist
                    replaced: revision 10.0 of key "d" says that it replaces revision 9, but it replaces 0
                    """),
            new Fault(
                    "update evenkeel_revision set sub = 3 where STORE and main = 9",
                    "update evenkeel_revision set sub = 0 where STORE and main = 9",
                    """
                    missing: revision 9.0 is missing, though there is 9.3
                    """),
            new Fault(
                    "update evenkeel_store set compacted = 8, purged = 8 where ID",
                    "update evenkeel_store set compacted = 6, purged = 6 where ID",
                    """
                    leftover: revision 7.0 of key "c" was superseded at 8, and all up to 8 is purged
                    """),
            new Fault(
                    "update evenkeel_store set compacted = 11, purged = 11 where ID",
                    "update evenkeel_store set compacted = 6, purged = 6 where ID",
                    """
                    leftover: revision 7.0 of key "c" was superseded at 8, and all up to 11 is purged
                    leftover: revision 10.0 of key "d" is a delete, below the purged revision 11
                    leftover: revision 9.0 of key "d" was superseded at 10, and all up to 11 is purged
                    leftover: revision 10.0 of key "d" was superseded at 11, and all up to 11 is purged
                    """),
            new Fault(
                    "update evenkeel_revision set create_main = 12 where STORE and main = 9",
                    "update evenkeel_revision set create_main = 9 where STORE and main = 9",
                    """
                    row: revision 9.0 of key "d" has version 1 and create revision 12
                    chain: revision 9.0 of key "d" has version 1 and create revision 12, but the key did not exist
                    """),
            new Fault(
                    "update evenkeel_revision set lease = 5 where STORE and main = 10",
                    "update evenkeel_revision set lease = 0 where STORE and main = 10",
                    """
                    row: revision 10.0 of key "d" is a delete with a value, a lease or a create revision
                    """),
            new Fault(
                    "insert into evenkeel_revision (" + COLUMNS + ") select store, main, 1, '', main, 1, 0, 0, batch,"
                            + " value_bytes from evenkeel_revision where STORE and main = 11",
                    "delete from evenkeel_revision where STORE and main = 11 and sub = 1",
                    """
                    row: revision 11.1 of key "" has no key
                    """),
            new Fault(
                    "update evenkeel_revision set version = 1 where STORE and main = 8",
                    "update evenkeel_revision set version = 2 where STORE and main = 8",
                    """
                    chain: revision 8.0 of key "c" has version 1 and create revision 7 after version 1 and create revision 7
                    """),
            new Fault(
                    "update evenkeel_revision set version = 2, create_main = 9 where STORE and main = 11",
                    "update evenkeel_revision set version = 1, create_main = 11 where STORE and main = 11",
                    """
                    chain: revision 11.0 of key "d" has version 2 and create revision 9, but the key did not exist
                    """),
            new Fault(
                    "update evenkeel_revision set prev_main = 2 where STORE and main = 8",
                    "update evenkeel_revision set prev_main = 7 where STORE and main = 8",
                    """
                    replaced: revision 8.0 of key "c" says that it replaces revision 2, but it replaces 7
                    """),
            new Fault(
                    "update evenkeel_revision set batch = 0 where STORE and main = 9",
                    "update evenkeel_revision set batch = 1 where STORE and main = 9",
                    """
                    batch: revision 9 is of batch 0, and there is none such
                    """),
            new Fault(
                    "update evenkeel_revision set batch = 9 where STORE and main = 11; insert into evenkeel_revision ("
                            + COLUMNS + ") select store, main, 1, key_bytes, main, 2, 11, 0, 5, value_bytes"
                            + " from evenkeel_revision where STORE and main = 11;"
                            + " update evenkeel_revision set version = 2, create_main = 11 where STORE and sub = 1",
                    "delete from evenkeel_revision where STORE and main = 11 and sub = 1",
                    """
                    batch: revision 11.1 is of batch 5, what comes before it in the revision is of batch 9
                    row: revision 11.1 of key "d" has version 2 and create revision 11
                    """),
            new Fault(
                    "update evenkeel_lease set ttl_seconds = 0 where STORE",
                    "update evenkeel_lease set ttl_seconds = 60 where STORE",
                    """
                    lease: lease LEASE has a TTL of 0 s
                    """),
            new Fault(
                    "update evenkeel_store set compacted = 12 where ID",
                    "update evenkeel_store set compacted = 6 where ID",
                    """
                    marks: compacted at 12, above the head 11
                    """),
            new Fault(
                    "update evenkeel_store set compacted = 5 where ID",
                    "update evenkeel_store set compacted = 6 where ID",
                    """
                    marks: purged up to 6, above the compacted revision 5
                    """),
            new Fault(
                    "update evenkeel_store set cluster_id = 0 where ID",
                    "update evenkeel_store set cluster_id = 77 where ID",
                    """
                    marks: the cluster id is 0
                    """),
            new Fault(
                    "delete from evenkeel_lease where STORE",
                    "update evenkeel_revision set lease = 0 where STORE",
                    """
                    lease: revision 8.0 of key "c" hangs on lease LEASE, which does not exist
                    """));

    private static final String WHOLE = """
            exit code 0
            Checked 6 changes, 3 keys and 1 leases at revision 11, compacted at 6: nothing is wrong
            """;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource(Backend.class)
    void namesEverythingThatIsWrong(Backend backend) throws Exception {
        try (Scratch scratch = Scratch.create()) {
            Backend.Datastore datastore = backend.fresh(scratch.folder("data"));
            String lease = Long.toHexString(fill(datastore, scratch));

            for (Fault fault : FAULTS) {
                execute(backend, datastore, fault.breaking());
                String findings = fault.findings().replace("LEASE", lease);
                assertThat(check(datastore))
                        .as(fault.breaking())
                        .startsWith("exit code 1\n" + findings + "Checked ")
                        .endsWith(": " + findings.lines().count() + " findings\n");
                execute(backend, datastore, fault.mending());
            }

            assertThat(check(datastore)).startsWith("exit code 0\n");
            CommandResult process = EvenkeelCommandLine.of(datastore, "check").run();
            assertThat(process.exitCode()).isZero();
        }
    }

    /** Returns the lease. */
    private static long fill(Backend.Datastore datastore, Scratch scratch) throws Exception {
        try (EvenkeelProcess server = datastore.serve(scratch.folder("log"), "--purge-delay=1ms");
                Client client = Client.builder().endpoints(server.url()).build()) {
            KV kv = client.getKVClient();
            kv.put(bytes("a"), bytes("1")).get();
            kv.put(bytes("b"), bytes("1")).get();
            kv.put(bytes("a"), bytes("2")).get();
            kv.delete(bytes("a")).get();
            kv.put(bytes("b"), bytes("2")).get();
            kv.compact(6).get();
            long lease = client.getLeaseClient().grant(60).get().getID();
            PutOption onLease = PutOption.builder().withLeaseId(lease).build();
            kv.put(bytes("c"), bytes("1"), onLease).get();
            kv.put(bytes("c"), bytes("2"), onLease).get();
            kv.put(bytes("d"), bytes("1")).get();
            kv.delete(bytes("d")).get();
            kv.put(bytes("d"), bytes("1")).get();
            Await.until("a store that is purged", LIMIT, () -> check(datastore).equals(WHOLE));
            return lease;
        }
    }

    private static String check(Backend.Datastore datastore) {
        var out = new StringWriter();
        int exitCode = EvenkeelCommand.create(Map.of(), _ -> {})
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute("check", "--datastore=" + datastore.url(), "--store=" + datastore.store());
        return ("exit code " + exitCode + "\n" + out).replace(System.lineSeparator(), "\n");
    }

    private static void execute(Backend backend, Backend.Datastore datastore, String sql) throws SQLException {
        String id =
                "(select id from (select id from evenkeel_store where name = '" + datastore.store() + "') as named)";
        try (Connection connection = DriverManager.getConnection(jdbcUrl(backend, datastore));
                Statement statement = connection.createStatement()) {
            for (String one : sql.split("; ", -1)) {
                statement.execute(one.replace("STORE", "store = " + id)
                        .replace("AWAY", "store = -" + id)
                        .replace("ID", "id = " + id));
            }
        }
    }

    private static String jdbcUrl(Backend backend, Backend.Datastore datastore) {
        String[] parts = datastore.url().split("://|@", -1);
        return switch (backend) {
            case SQLITE -> "jdbc:sqlite:" + parts[1];
            case POSTGRES -> "jdbc:postgresql://" + parts[2] + "?user=" + parts[1].replace(":", "&password=");
            case MARIADB -> "jdbc:mysql://" + parts[2] + "?user=" + parts[1];
        };
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }
}
