package io.evenkeel.e2e.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.PutOption;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.EvenkeelCommandLine;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.FreePorts;
import io.evenkeel.e2e.tools.RunningProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a restore does that does not depend on the kind of database, tried on SQLite. */
class RestoreIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MUCH = 128 * 1024 * 1024;

    @Test
    void keepsRevisionsAndHistoryWhenNothingIsBumped() throws Exception {
        try (Scratch scratch = Scratch.create()) {
            Backend.Datastore from = Backend.SQLITE.fresh(scratch.folder("from"));
            Backend.Datastore into = Backend.SQLITE.fresh(scratch.folder("into"));
            Path file = scratch.root().resolve("snapshot");
            List<String> old;
            GetResponse atOld;
            try (EvenkeelProcess server = from.serve(scratch.folder("old"));
                    Client client = Client.builder().endpoints(server.url()).build()) {
                Content.fill(client);
                old = Content.texts(Content.everything(client, 0));
                atOld = Content.everything(client, 200);
                assertThat(server.process().terminate(LIMIT)).isEqualTo(128 + 15);
            }
            EvenkeelCommandLine.of(from, "snapshot", "save", file.toString()).output();
            EvenkeelCommandLine.of(into, "snapshot", "restore", "--bump-revision=0", file.toString())
                    .output();
            try (EvenkeelProcess server = into.serve(scratch.folder("new"));
                    Client client = Client.builder().endpoints(server.url()).build()) {
                assertThat(Content.texts(Content.everything(client, 0))).isEqualTo(old);
                assertThat(Content.everything(client, 0).getHeader().getRevision())
                        .isEqualTo(atOld.getHeader().getRevision());
                assertThat(Content.texts(Content.everything(client, 200))).isEqualTo(Content.texts(atOld));
            }
            assertThat(EvenkeelCommandLine.of(into, "check").output()).contains("nothing is wrong");
        }
    }

    @Test
    void aDamagedSnapshotIsRefusedBeforeAnythingIsRestored() throws Exception {
        try (Scratch scratch = Scratch.create()) {
            Backend.Datastore from = Backend.SQLITE.fresh(scratch.folder("from"));
            Backend.Datastore into = Backend.SQLITE.fresh(scratch.folder("into"));
            Path file = scratch.root().resolve("snapshot");
            try (EvenkeelProcess server = from.serve(scratch.folder("old"));
                    Client client = Client.builder().endpoints(server.url()).build()) {
                Content.fill(client);
            }
            EvenkeelCommandLine.of(from, "snapshot", "save", file.toString()).output();
            byte[] whole = Files.readAllBytes(file);

            Files.write(file, Arrays.copyOf(whole, whole.length / 2));
            refused(into, file);
            whole[whole.length / 2] ^= 1;
            Files.write(file, whole);
            refused(into, file);

            try (EvenkeelProcess server = into.serve(scratch.folder("new"));
                    Client client = Client.builder().endpoints(server.url()).build()) {
                assertThat(Content.everything(client, 0).getHeader().getRevision())
                        .isEqualTo(1);
            }
        }
    }

    private static void refused(Backend.Datastore into, Path file) throws IOException {
        for (CommandResult result : List.of(
                EvenkeelCommandLine.of(into, "snapshot", "restore", file.toString())
                        .run(),
                EvenkeelCommandLine.of("snapshot", "status", file.toString()).run())) {
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.stderr()).startsWith("evenkeel: " + file + " is damaged: its checksum does not match");
        }
    }

    @Test
    void oneThatWasKilledKeepsServersOutUntilItIsRunAgain() throws Exception {
        try (Scratch scratch = Scratch.create()) {
            Backend.Datastore from = Backend.SQLITE.fresh(scratch.folder("from"));
            Path folder = scratch.folder("into");
            Backend.Datastore into = Backend.SQLITE.fresh(folder);
            Path file = scratch.root().resolve("snapshot");
            List<String> saved;
            try (EvenkeelProcess server = from.serve(scratch.folder("old"));
                    Client client = client(server)) {
                fillWithMuch(client);
                saved = Content.texts(Content.everything(client, 0));
            }
            EvenkeelCommandLine.of(from, "snapshot", "save", file.toString()).output();

            try (RunningProcess restore = EvenkeelCommandLine.of(into, "snapshot", "restore", file.toString())
                    .start(scratch.root().resolve("restore.log"))) {
                Path written = folder.resolve("evenkeel.db-wal");
                Await.until("some of it", LIMIT, () -> written.toFile().length() > 3_000_000);
                restore.kill();
            }

            CommandResult served = EvenkeelCommandLine.of(into, "serve")
                    .with("--listen-client-urls=http://127.0.0.1:" + FreePorts.take())
                    .run();
            assertThat(served.exitCode()).isEqualTo(1);
            assertThat(served.stderr()).contains("is only partly filled, from the snapshot ");
            EvenkeelCommandLine.of(into, "snapshot", "restore", file.toString()).output();
            try (EvenkeelProcess server = into.serve(scratch.folder("new"));
                    Client client = client(server)) {
                assertThat(Content.texts(Content.everything(client, 0))).isEqualTo(saved);
            }
        }
    }

    private static Client client(EvenkeelProcess server) {
        return Client.builder()
                .endpoints(server.url())
                .maxInboundMessageSize(MUCH)
                .build();
    }

    /** 64 MB. */
    private static void fillWithMuch(Client client) throws Exception {
        for (int txn = 0; txn < 64; txn++) {
            String prefix = "txn-" + txn + "/";
            Op[] puts = IntStream.range(0, 100)
                    .mapToObj(i ->
                            Op.put(Content.bytes(prefix + i), Content.bytes("x".repeat(10_000)), PutOption.DEFAULT))
                    .toArray(Op[]::new);
            Content.get(client.getKVClient().txn().Then(puts).commit());
        }
    }
}
