package io.evenkeel.simulation;

import java.util.random.RandomGenerator;

/** How likely what goes wrong is in one run; each seed has its own. All are chances in a thousand of one call. */
record Weather(
        int notSent,
        int lostBefore,
        int lostAfter,
        int late,
        int failedRead,
        int lostWakeUp,
        int refused,
        int busy,
        int pause) {

    static final Weather FINE = new Weather(0, 0, 0, 0, 0, 0, 0, 0, 300);

    static Weather of(RandomGenerator random) {
        return new Weather(
                random.nextInt(80),
                random.nextInt(80),
                random.nextInt(80),
                random.nextInt(80),
                random.nextInt(60),
                random.nextInt(1000),
                random.nextInt(100),
                random.nextInt(800),
                50 + random.nextInt(500));
    }
}
