package io.evenkeel.api;

import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.log.RevisionLog;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How many bytes the tables take on the datastore's disk, asked of the datastore at most once in a few seconds: to some of them it is not a cheap question. */
final class StoreSizes {

    private static final Duration KEPT = Duration.ofSeconds(5);

    private final RevisionLog log;
    private final Executor blocking;
    private final LongSupplier nanoTime;
    private CompletableFuture<Long> latest = CompletableFuture.failedFuture(new DatastoreException("not asked yet"));
    private long askedNanos;
    private volatile @Nullable Long known;

    StoreSizes(RevisionLog log, Executor blocking, LongSupplier nanoTime) {
        this.log = log;
        this.blocking = blocking;
        this.nanoTime = nanoTime;
    }

    /** What {@link #get} has brought last; has it asked again when that is old. */
    Optional<Long> latest() {
        CompletableFuture<Long> size = get();
        if (size.state() == Future.State.SUCCESS) {
            known = size.resultNow();
        }
        return Optional.ofNullable(known);
    }

    /** The size now or a few seconds ago; fails when the datastore cannot be reached. Never waits. */
    synchronized CompletableFuture<Long> get() {
        long now = nanoTime.getAsLong();
        boolean old = latest.isDone() && now - askedNanos > KEPT.toNanos();
        if (latest.isCompletedExceptionally() || old) {
            askedNanos = now;
            latest = CompletableFuture.supplyAsync(log::sizeBytes, blocking);
        }
        return latest;
    }
}
