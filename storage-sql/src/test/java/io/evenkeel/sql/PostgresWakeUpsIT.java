package io.evenkeel.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.member.Member;
import io.evenkeel.mvcc.replica.WakeUps;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What servers of a store tell each other through PostgreSQL. */
final class PostgresWakeUpsIT {

    private final PostgresTestDatabase database = PostgresTestDatabase.embedded();
    private final DatastoreSettings settings = EmbeddedPostgres17.settings(FreshName.of("wake-ups"));
    private final BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> wanted = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> members = new LinkedBlockingQueue<>();
    private SqlDatastore a;
    private SqlDatastore b;

    private record Heard(BlockingQueue<Long> heads, BlockingQueue<String> wanted, BlockingQueue<String> members)
            implements WakeUps.Listener {

        static Heard nothing() {
            return new Heard(new LinkedBlockingQueue<>(), new LinkedBlockingQueue<>(), new LinkedBlockingQueue<>());
        }

        @Override
        public void head(long head) {
            heads.add(head);
        }

        @Override
        public void progressWanted(long start, long revision) {
            wanted.add(start + " at " + revision);
        }

        @Override
        public void membersChanged() {
            members.add("changed");
        }
    }

    @BeforeEach
    void listen() throws InterruptedException {
        a = SqlDatastore.open(settings);
        b = SqlDatastore.open(settings);
        wakeUps(a).listen(Heard.nothing());
        wakeUps(b).listen(new Heard(heard, wanted, members));
        awaitHeard(Long.MAX_VALUE);
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    @Test
    void announcesTheHeadToTheOthers() throws InterruptedException {
        wakeUps(a).announce(7);
        awaitHeard(7);
        wakeUps(a).announce(8);
        awaitHeard(8);
        assertThat(wakeUps(b).connected()).isTrue();
    }

    @Test
    void saysWhoseProgressSomebodyWaitsFor() throws InterruptedException {
        wakeUps(a).announce(7);
        wakeUps(a).wantProgress(1, 6);
        wakeUps(a).wantProgress(-2, 5);

        assertThat(List.of(awaitWanted(), awaitWanted())).containsExactlyInAnyOrder("1 at 6", "-2 at 5");
    }

    @Test
    void saysWhenMembersJoinAndLeave() throws InterruptedException {
        a.members().beat(new Member(1, "a", List.of()));
        assertThat(members.poll(20, TimeUnit.SECONDS)).isEqualTo("changed");

        a.members().beat(new Member(1, "a", List.of()));
        a.members().leave(1);

        assertThat(members.poll(20, TimeUnit.SECONDS)).isEqualTo("changed");
        wakeUps(a).announce(9);
        awaitHeard(9);
        assertThat(members).as("changes besides that of who left").isEmpty();
    }

    private String awaitWanted() throws InterruptedException {
        return String.valueOf(wanted.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void asksForALookAtTheLogWhenItCouldNotListen() throws InterruptedException, SQLException {
        try (Connection own = database.connect(settings)) {
            database.killOthers(own);
        }

        awaitHeard(Long.MAX_VALUE);
        wakeUps(a).announce(9);
        awaitHeard(9);
    }

    @Test
    void storesOfOneDatabaseDoNotWakeEachOther() throws InterruptedException {
        try (SqlDatastore other = SqlDatastore.open(EmbeddedPostgres17.settings(FreshName.of("wake-ups")))) {
            wakeUps(other).listen(Heard.nothing());
            wakeUps(other).announce(1000);
            wakeUps(a).announce(8);

            awaitHeard(8);
        }
    }

    private void awaitHeard(long head) throws InterruptedException {
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(head);
    }

    private static WakeUps wakeUps(SqlDatastore datastore) {
        return datastore.wakeUps().orElseThrow();
    }
}
