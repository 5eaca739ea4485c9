package io.evenkeel.api.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.member.InMemoryMemberRegistry;
import io.evenkeel.mvcc.member.Member;
import io.evenkeel.mvcc.member.Membership;
import io.evenkeel.mvcc.replica.WakeUps;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeerWakeUpsTest {

    private final InMemoryMemberRegistry registry = new InMemoryMemberRegistry();
    private final Peer a = new Peer(1, "peer-a");
    private final Peer b = new Peer(2, "peer-b");

    /** A server of the store that serves nothing but its head. */
    private final class Peer implements AutoCloseable {

        final BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        final BlockingQueue<String> wanted = new LinkedBlockingQueue<>();
        final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
        final Membership membership;
        final PeerWakeUps wakeUps;
        private final Server server;

        Peer(long id, String name) {
            membership = new Membership(
                    registry, new Member(id, name, List.of(name)), Duration.ofNanos(1), System::nanoTime);
            wakeUps = new PeerWakeUps(
                    membership, url -> InProcessChannelBuilder.forName(url).build());
            try {
                server = InProcessServerBuilder.forName(name)
                        .addService(wakeUps.service())
                        .build()
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            wakeUps.listen(new WakeUps.Listener() {
                @Override
                public void head(long head) {
                    heard.add(head);
                }

                @Override
                public void progressWanted(long start, long revision) {
                    wanted.add(start + " at " + revision);
                }

                @Override
                public void membersChanged() {
                    changes.add(name);
                }
            });
        }

        void awaitHeard(long head) throws InterruptedException {
            Long next = heard.poll(10, TimeUnit.SECONDS);
            while (next != null && next < head) {
                next = heard.poll(10, TimeUnit.SECONDS);
            }
            assertThat(next).isEqualTo(head);
        }

        @Override
        public void close() {
            server.shutdownNow();
            wakeUps.close();
        }
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    @Test
    void tellsTheOthersOfItsHead() throws InterruptedException {
        beat();

        a.wakeUps.announce(7);
        b.awaitHeard(7);
        b.wakeUps.announce(8);
        a.awaitHeard(8);
    }

    @Test
    void tellsTheOthersWhoseProgressSomebodyWaitsFor() throws InterruptedException {
        beat();
        b.wakeUps.announce(7);
        a.awaitHeard(7);

        b.wakeUps.wantProgress(-7, 6);

        assertThat(a.wanted.poll(10, TimeUnit.SECONDS)).isEqualTo("-7 at 6");
    }

    @Test
    void saysWhenSomebodyComesAndWhenSomebodyGoes() throws InterruptedException {
        beat();
        await(b.wakeUps::connected);
        assertThat(a.changes.poll(10, TimeUnit.SECONDS)).isNotNull();
        a.changes.clear();

        b.wakeUps.close();

        assertThat(a.changes.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void isConnectedWhileAllOthersAreHeard() {
        beat();
        await(a.wakeUps::connected);

        b.close();
        await(() -> !a.wakeUps.connected());

        registry.leave(2);
        a.membership.step();
        await(a.wakeUps::connected);
    }

    @Test
    void hearsAgainFromAPeerThatComesBack() throws InterruptedException {
        beat();
        await(a.wakeUps::connected);
        b.close();
        await(() -> !a.wakeUps.connected());

        try (var again = new Peer(2, "peer-b")) {
            again.wakeUps.announce(9);
            a.awaitHeard(9);
        }
    }

    private void beat() {
        a.membership.step();
        b.membership.step();
        a.membership.step();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
