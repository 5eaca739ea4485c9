package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.history.History;
import java.time.Duration;

/** The servers that a fault does not touch, which have to go on writing all the same. */
final class SparedServers {

    private static final int ANSWERS_AFTERWARDS = 300;

    /** The two seconds after which a database ends what stands still, and as much for a loaded machine. */
    static final Duration LONGEST_GAP = Duration.ofSeconds(4);

    private SparedServers() {}

    /**
     * Watches them for a while, ends the traffic and judges it, and how long they did not write.
     *
     * @param fault what has just befallen {@code victim}, in words
     * @param repair ends the fault after that while
     * @return the longest that none of them wrote
     */
    static Duration goOn(
            String fault, Cluster cluster, Traffic traffic, int victim, Duration watched, Runnable repair) {
        long from = System.nanoTime();
        Pause.lasting(watched);
        long until = System.nanoTime();
        repair.run();
        traffic.awaitAnswers(ANSWERS_AFTERWARDS);
        History history = traffic.finish(cluster.nodes());
        Duration gap = WritesDone.longestGap(history, server -> server != victim, from, until);
        Verdict.pass(fault + ", others without a write for " + gap, history);
        assertThat(gap).isLessThan(LONGEST_GAP);
        return gap;
    }
}
