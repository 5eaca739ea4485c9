package io.evenkeel.e2e.replicas;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How long a fault lasts: there is no condition to wait for, as it is the time that is the fault. */
final class Pause {

    private Pause() {}

    static void lasting(Duration duration) {
        long until = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() - until < 0) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }
}
