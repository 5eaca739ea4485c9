package io.evenkeel.e2e.tools;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for a condition of another process, which can tell us of it only when asked. */
public final class Await {

    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private Await() {}

    /** Returns as soon as {@code condition} holds; fails after {@code limit}, saying {@code what} was waited for. */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        until(() -> what, limit, condition);
    }

    /** As the other, with a description made only when the wait has failed. */
    public static void until(Supplier<String> what, Duration limit, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new AssertionError("waited " + limit.toMillis() + " ms in vain for " + what.get());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
