package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.e2e.history.Operation.Ending;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.PassageRules;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database gets the first half of an append and never the rest, as when the sender's machine is lost meanwhile. */
class StalledAppendIT {

    private static final int ANSWERS_BEFORE = 300;
    private static final int VALUE_BYTES = 6000;
    private static final int LEAST_BYTES = 4000;
    private static final Duration WATCHED = Duration.ofSeconds(8);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** What is longer is logged by those who waited. */
    private static final Duration NOTICED = Duration.ofSeconds(1);

    private static final Message LARGE = put("large-" + "x".repeat(VALUE_BYTES));

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void delaysTheOthersByAboutTwoSeconds(Backend backend) {
        delaysTheOthersByAboutTwoSeconds(
                backend, Writing.BY_THEMSELVES, 1, "(\\d{3} ms for the append lock|\\d{4} ms for the append,)");
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void delaysTheOthersByAboutTwoSecondsWhenItsSenderWroteForThem(Backend backend) {
        delaysTheOthersByAboutTwoSeconds(
                backend, Writing.FORWARDED, 0, "\\d{3} ms for the leader, which writes for all");
    }

    /** @param reason that the others give for what was slow, after its time: who appends without a lock of before waits within the append */
    private static void delaysTheOthersByAboutTwoSeconds(Backend backend, Writing writing, int victim, String reason) {
        try (Cluster cluster = Cluster.startBehindProxies(backend, 3, writing);
                Traffic traffic = Traffic.start(cluster.nodes(), 11)) {
            traffic.awaitAnswers(ANSWERS_BEFORE);
            stall(cluster, victim, new Calls("large", traffic.recording(), LIMIT));
            Duration gap = SparedServers.goOn(
                    "half an append on %s, writes %s".formatted(backend, writing),
                    cluster,
                    traffic,
                    victim,
                    WATCHED,
                    cluster.proxy(victim)::cutAll);
            // It may stall before it has the lock.
            if (gap.compareTo(NOTICED) > 0) {
                assertThat(cluster.node(2).log()).containsPattern("KV/.* took .*" + reason);
            }
        }
    }

    /** A server that appends alone takes the lock and appends in one trip: half of that must not take the lock. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void delaysTheOthersNoMoreWhenItsSenderWasAlone(Backend backend) {
        try (Cluster cluster = Cluster.startBehindProxies(backend, 2, Writing.BY_THEMSELVES)) {
            var recording = new Recording();
            assertThat(new Calls("first", recording, LIMIT)
                            .call(cluster.node(1), put("small"))
                            .ending())
                    .isInstanceOf(Ending.Answered.class);
            stall(cluster, 1, new Calls("large", recording, LIMIT));
            assertThat(new Calls("other", recording, SparedServers.LONGEST_GAP)
                            .call(cluster.node(0), put("other"))
                            .ending())
                    .isInstanceOf(Ending.Answered.class);
        }
    }

    /** Returns when half of an append of this server has been sent. */
    private static void stall(Cluster cluster, int server, Calls calls) {
        PassageRules rules = cluster.proxy(server).rules();
        rules.stallWithin(LEAST_BYTES);
        Thread.ofVirtual().start(() -> calls.call(cluster.node(server), LARGE));
        Await.until("a stall", LIMIT, () -> !rules.stallDue());
    }

    private static PutRequest put(String value) {
        return PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("stalled"))
                .setValue(ByteString.copyFromUtf8(value))
                .build();
    }
}
