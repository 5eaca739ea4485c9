package io.evenkeel.perf.server;

import java.time.Duration;

/**
 * How many servers make up one contender, and where.
 *
 * @param further how much longer than the others' a round trip of the last one to their database takes; zero for no
 *     longer, and without effect on a server alone
 */
public record Layout(int servers, Duration further) {

    public Layout {
        if (servers < 1) {
            throw new IllegalArgumentException("a set has at least one server, not " + servers);
        }
    }

    /** A contender's name, with the number of its servers when there are several. */
    String named(String server) {
        return servers == 1 ? server : servers + " " + server;
    }

    /** What is to be said of the place of one of them; empty when there is nothing. */
    String remark() {
        return isFar(servers - 1) ? ", the last of them " + further.toMillis() + " ms further from the database" : "";
    }

    boolean isFar(int server) {
        return servers > 1 && server == servers - 1 && further.isPositive();
    }
}
