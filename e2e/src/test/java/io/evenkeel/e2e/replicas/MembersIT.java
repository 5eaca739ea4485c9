package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.Member;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Servers of a store know each other, name the same leader, and notice who leaves. */
class MembersIT {

    private static final Logger logger = LoggerFactory.getLogger(MembersIT.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long TTL_SECONDS = 2;

    /** One server with what it is asked by. */
    private record Server(EvenkeelProcess process, Stubs stubs) implements AutoCloseable {

        static Server start(Backend.Datastore datastore, Scratch scratch, String name) {
            EvenkeelProcess process = datastore.serve(scratch.folder(name), "--name=" + name);
            return new Server(process, Stubs.of(process));
        }

        List<String> urls() {
            return stubs.members().getMembersList().stream()
                    .flatMap(member -> member.getClientURLsList().stream())
                    .toList();
        }

        long leader() {
            return stubs.status().getLeader();
        }

        long id() {
            return stubs.status().getHeader().getMemberId();
        }

        @Override
        public void close() {
            stubs.close();
            process.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void agreeOnWhoIsThereAndWhoLeads(Backend backend) {
        try (Scratch scratch = Scratch.create()) {
            Backend.Datastore datastore = backend.fresh(scratch.folder("data"));
            List<Server> servers = new ArrayList<>();
            try {
                for (String name : List.of("a", "b", "c")) {
                    servers.add(Server.start(datastore, scratch, name));
                }
                long first = servers.getFirst().id();
                awaitAgreement(servers, first);
                assertThat(servers.getFirst().stubs().members().getMembersList())
                        .extracting(Member::getName)
                        .containsExactly("a", "b", "c");

                Server stopped = servers.removeFirst();
                long second = servers.getFirst().id();
                stopped.process().process().terminate(LIMIT);
                stopped.close();
                awaitAgreement(servers, second);

                Server killed = servers.removeFirst();
                killed.process().process().kill();
                killed.close();
                awaitAgreement(servers, servers.getFirst().id());
            } finally {
                servers.forEach(Server::close);
            }
        }
    }

    /** What the leader alone does, another does after it was killed: here, to let leases expire. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void anotherReapsWhenTheLeaderWasKilled(Backend backend) {
        try (Scratch scratch = Scratch.create()) {
            Backend.Datastore datastore = backend.fresh(scratch.folder("data"));
            try (Server leader = Server.start(datastore, scratch, "a");
                    Server other = Server.start(datastore, scratch, "b")) {
                awaitAgreement(List.of(leader, other), leader.id());
                ByteString key = ByteString.copyFromUtf8("on a lease");
                other.stubs()
                        .lease(LIMIT)
                        .leaseGrant(LeaseGrantRequest.newBuilder()
                                .setID(1)
                                .setTTL(TTL_SECONDS)
                                .build());
                other.stubs()
                        .kv()
                        .put(PutRequest.newBuilder().setKey(key).setLease(1).build());

                long killed = System.nanoTime();
                leader.process().process().kill();

                RangeRequest get = RangeRequest.newBuilder().setKey(key).build();
                Await.until(
                        "the end of the lease",
                        LIMIT,
                        () -> other.stubs().kv().range(get).getCount() == 0);
                logger.info(
                        "a lease of {} s ended {} ms after the leader was killed, on {}",
                        TTL_SECONDS,
                        Duration.ofNanos(System.nanoTime() - killed).toMillis(),
                        backend);
            }
        }
    }

    private static void awaitAgreement(List<Server> servers, long leader) {
        List<String> urls =
                servers.stream().map(server -> server.process().url()).toList();
        for (Server server : servers) {
            Await.until(
                    () -> "members " + urls + " and leader " + leader + " at " + server.process(),
                    LIMIT,
                    () -> server.urls().equals(urls) && server.leader() == leader);
        }
    }
}
