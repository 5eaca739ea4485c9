package io.evenkeel.e2e.kubernetes;

import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EtcdProcess;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Repository;
import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.e2e.tools.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How long an API server takes for a list of a resource that nobody writes, just after something else was written through another
 * one: it may answer from its cache when it has been told that nothing is missing there. On each datastore in turn, in
 * {@code e2e/target/consistent-lists.md}.
 */
class ConsistentListRun {

    private static final int WARM_UP = 50;
    private static final int ROUNDS = Integer.getInteger("evenkeel.lists.rounds", 200);
    private static final String QUIET = "/apis/apps/v1/namespaces/default/deployments";

    /** Two API servers on one datastore, and how long their lists took. */
    private static final class Contender implements AutoCloseable {
        private final String name;
        private final List<? extends ServerUnderTest> servers;
        private final List<KubeApiServer> apiServers = new ArrayList<>();
        private final long[] nanos = new long[ROUNDS];

        Contender(String name, List<? extends ServerUnderTest> servers, Scratch scratch) {
            this.name = name;
            this.servers = servers;
            for (int number = 1; number <= 2; number++) {
                apiServers.add(KubeApiServer.start(scratch.folder(name + "-apiserver-" + number), number, servers));
            }
        }

        void measure(int round) throws IOException {
            ApiClient writer = apiServers.getFirst().client();
            writer.post(
                    "/api/v1/namespaces/default/configmaps",
                    "{\"metadata\": {\"generateName\": \"written-\"}, \"data\": {\"n\": \"1\"}}");
            long start = System.nanoTime();
            apiServers.getLast().client().get(QUIET);
            if (round >= 0) {
                nanos[round] = System.nanoTime() - start;
            }
        }

        String row() {
            Percentiles took = Percentiles.ofNanos(nanos);
            return "| %s | %.1f | %.1f | %.1f |%n".formatted(name, took.p50(), took.p90(), took.p99());
        }

        @Override
        public void close() {
            apiServers.forEach(KubeApiServer::close);
            servers.forEach(ServerUnderTest::close);
        }
    }

    @Test
    void measure() throws IOException {
        try (Scratch scratch = Scratch.create()) {
            List<Contender> contenders = List.of(
                    new Contender("etcd", List.of(EtcdProcess.start(scratch.folder("etcd"))), scratch),
                    new Contender(
                            "evenkeel on SQLite",
                            List.of(EvenkeelProcess.startByScript(scratch.folder("evenkeel"))),
                            scratch),
                    new Contender("2 evenkeel on PostgreSQL", two(Backend.POSTGRES, scratch), scratch),
                    new Contender("2 evenkeel on MariaDB", two(Backend.MARIADB, scratch), scratch));
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                for (Contender contender : contenders) {
                    contender.measure(round);
                }
            }
            var table = new StringBuilder("| datastore | p50, ms | p90, ms | p99, ms |\n| --- | --- | --- | --- |\n");
            contenders.forEach(contender -> table.append(contender.row()));
            Files.writeString(Repository.root().resolve("e2e/target/consistent-lists.md"), table);
            contenders.forEach(Contender::close);
        }
    }

    private static List<EvenkeelProcess> two(Backend backend, Scratch scratch) {
        Backend.Datastore datastore = backend.fresh(scratch.folder(backend.name()));
        return List.of(
                datastore.serve(scratch.folder(backend + "-1"), "--name=1"),
                datastore.serve(scratch.folder(backend + "-2"), "--name=2"));
    }
}
