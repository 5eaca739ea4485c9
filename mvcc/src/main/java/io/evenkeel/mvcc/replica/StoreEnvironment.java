package io.evenkeel.mvcc.replica;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * What a store takes from the process it runs in: threads, time and chance. A simulation gives its own.
 *
 * @param blocking runs what waits for the datastore or walks many keys; virtual threads
 * @param nanoTime as {@link System#nanoTime}
 * @param batchIds random positive numbers, not repeated by any replica of the store
 */
public record StoreEnvironment(
        Executor blocking, LongSupplier nanoTime, LongSupplier batchIds, Measurements measurements) {

    /** The process's own time and chance. */
    public static StoreEnvironment of(Executor blocking, Measurements measurements) {
        return new StoreEnvironment(
                blocking,
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE),
                measurements);
    }
}
