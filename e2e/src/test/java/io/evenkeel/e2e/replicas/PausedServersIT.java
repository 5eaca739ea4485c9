package io.evenkeel.e2e.replicas;

import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGSTOP of a server, wherever it is at that moment, and SIGCONT a while later. */
class PausedServersIT {

    private static final int PAUSES = 12;
    private static final int ANSWERS_BETWEEN = 60;
    private static final int ANSWERS_DURING = 200;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Duration LONG_PAUSE = Duration.ofSeconds(5);

    /** How often a lock must be seen in the same hands to be taken for stuck: one that moves is given back in between. */
    private static final int LOOKS = 20;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void serveNothingStaleAfterwards(Backend backend) {
        var random = new SplittableRandom(1);
        try (Cluster cluster = Cluster.start(backend, 3);
                Traffic traffic = Traffic.start(cluster.nodes(), 2)) {
            for (int i = 0; i < PAUSES; i++) {
                traffic.awaitAnswers(random.nextInt(ANSWERS_BETWEEN));
                Node node = cluster.node(random.nextInt(3));
                node.pause();
                traffic.awaitAnswers(ANSWERS_DURING);
                node.resume();
            }
            Verdict.pass("SIGSTOP at " + PAUSES + " moments on " + backend, traffic.finish(cluster.nodes()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void delayTheOthersByAboutTwoSecondsWhenTheyHoldTheLock(Backend backend) {
        try (Cluster cluster = Cluster.start(backend, 3, Writing.BY_THEMSELVES);
                Traffic traffic = Traffic.start(cluster.nodes(), 3)) {
            Node paused = cluster.node(0);
            traffic.awaitAnswers(ANSWERS_BETWEEN);
            Await.until("a pause with the lock held", LIMIT, () -> {
                paused.pause();
                if (cluster.database().hasStuckLock(LOOKS)) {
                    return true;
                }
                paused.resume();
                return false;
            });
            SparedServers.goOn(
                    "SIGSTOP with the lock held on " + backend, cluster, traffic, 0, LONG_PAUSE, paused::resume);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void delayTheOthersNoLongerWhenTheyWriteForThem(Backend backend) {
        try (Cluster cluster = Cluster.start(backend, 3);
                Traffic traffic = Traffic.start(cluster.nodes(), 14)) {
            Node leader = cluster.node(0);
            traffic.awaitAnswers(ANSWERS_BETWEEN);
            leader.pause();
            SparedServers.goOn("SIGSTOP of the leader on " + backend, cluster, traffic, 0, LONG_PAUSE, leader::resume);
        }
    }
}
