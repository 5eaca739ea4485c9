package io.evenkeel.mvcc.store;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.RefusedException;
import io.evenkeel.mvcc.index.KeyVersion;
import io.evenkeel.mvcc.index.View;
import io.evenkeel.mvcc.read.RangeAnswer;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.read.RangeReader;
import io.evenkeel.mvcc.read.RangeResult;
import io.evenkeel.mvcc.read.Resolved;
import io.evenkeel.mvcc.read.Room;
import io.evenkeel.mvcc.read.Stage;
import io.evenkeel.mvcc.read.ValueReader;
import io.evenkeel.mvcc.read.Values;
import io.evenkeel.mvcc.replica.Applied;
import io.evenkeel.mvcc.replica.LogTailer;
import io.evenkeel.mvcc.write.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers ranges from what is applied, and finds the values that answers lack. */
final class StoreReader {

    private final LogTailer tailer;
    private final ValueReader values;
    private final Executor blocking;

    /** @param blocking runs what had to wait for room */
    StoreReader(LogTailer tailer, ValueReader values, Executor blocking) {
        this.tailer = tailer;
        this.values = values;
        this.blocking = blocking;
    }

    /** @param room for the answer and what is read for it */
    CompletableFuture<Resolved<RangeAnswer>> range(RangeQuery query, Room room) {
        CompletableFuture<Resolved<RangeAnswer>> answer = rangeOnce(query, room);
        if (query.revision() > 0 || (answer.isDone() && !answer.isCompletedExceptionally())) {
            return answer;
        }
        // What was current when the read began is compacted by now: something else is current.
        return answer.exceptionallyCompose(
                failure -> isCompacted(failure) ? range(query, room) : CompletableFuture.failedFuture(failure));
    }

    private static boolean isCompacted(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof RefusedException refused && refused.refusal() == Refusal.COMPACTED;
    }

    private CompletableFuture<Resolved<RangeAnswer>> rangeOnce(RangeQuery query, Room room) {
        Applied applied = tailer.applied();
        long revision = query.revision() > 0 ? query.revision() : applied.revision();
        if (revision > applied.revision()) {
            return refused(Refusal.FUTURE_REVISION);
        }
        if (revision < tailer.compacted()) {
            return refused(Refusal.COMPACTED);
        }
        View view = applied.index().view(revision);
        return query.sortsByValue() && !query.countOnly()
                ? sortedByValue(view, query, applied.revision(), room)
                : read(view, query, applied.revision(), room);
    }

    private CompletableFuture<Resolved<RangeAnswer>> read(View view, RangeQuery query, long current, Room room) {
        RangeResult result = RangeReader.read(view, query, NO_VALUES);
        if (view.revision() < tailer.compacted()) {
            // Compaction came while reading, and may have taken away versions that belong to this revision.
            return refused(Refusal.COMPACTED);
        }
        return resolve(result.keys(), !query.keysOnly(), room)
                .thenApply(found -> new Resolved<>(new RangeAnswer(current, query, result), found));
    }

    private CompletableFuture<Resolved<RangeAnswer>> sortedByValue(
            View view, RangeQuery query, long current, Room room) {
        var all = new ArrayList<KeyVersion>();
        view.scan(query.range(), (key, version) -> all.add(new KeyVersion(key, version)));
        return resolve(all, true, room).thenApply(found -> {
            RangeResult result = RangeReader.read(view, query, found);
            if (view.revision() < tailer.compacted()) {
                throw Refusal.COMPACTED.asException();
            }
            return new Resolved<>(new RangeAnswer(current, query, result), found);
        });
    }

    /** Finds the values of keys for which there is room; of none if they are not wanted. */
    private CompletableFuture<Values> resolve(List<KeyVersion> keys, boolean wanted, Room room) {
        Supplier<CompletableFuture<Values>> resolve =
                () -> wanted ? orCompacted(values(keys, room)) : CompletableFuture.completedFuture(NO_VALUES);
        return within(room, sizeBytes(keys, wanted), resolve);
    }

    private CompletableFuture<Values> values(List<KeyVersion> keys, Room room) {
        return room.stages().during(Stage.VALUES, values.resolve(keys));
    }

    private static long sizeBytes(List<KeyVersion> keys, boolean values) {
        long bytes = 0;
        for (KeyVersion key : keys) {
            bytes += key.sizeBytes() + (values ? key.version().valueBytes() : 0);
        }
        return bytes;
    }

    private CompletableFuture<Values> within(Room room, long bytes, Supplier<CompletableFuture<Values>> resolve) {
        if (bytes <= Room.FREE_BYTES) {
            return resolve.get();
        }
        CompletableFuture<@Nullable Void> taken = room.stages().during(Stage.ROOM, room.take(bytes));
        return taken.state() == Future.State.SUCCESS
                ? resolve.get()
                : taken.thenComposeAsync(inRoom -> resolve.get(), blocking);
    }

    /**
     * Finds the values of a mutation's answer. When they cannot be had the mutation has happened all the same, so that the
     * refusal is the one that leaves this open.
     */
    CompletableFuture<Resolved<Outcome>> resolve(Outcome outcome, Room room) {
        var versions = new ArrayList<KeyVersion>();
        collect(outcome, versions);
        return within(room, sizeBytes(versions, true), () -> values(versions, room))
                .exceptionallyCompose(failure -> refused(Refusal.TIMED_OUT))
                .thenApply(found -> new Resolved<>(outcome, found));
    }

    private static void collect(Outcome outcome, List<KeyVersion> versions) {
        switch (outcome) {
            case Outcome.Put put -> put.previous().ifPresent(versions::add);
            case Outcome.DeleteRange delete -> versions.addAll(delete.previous());
            case Outcome.Range range -> {
                if (!range.query().keysOnly()) {
                    versions.addAll(range.result().keys());
                }
            }
            case Outcome.Txn txn -> txn.responses().forEach(response -> collect(response, versions));
            case Outcome.LeaseRevoked revoked -> {}
        }
    }

    private static final Values NO_VALUES = version -> {
        throw new AssertionError("value of " + version.version() + " asked for, but the answer has none");
    };

    /** A value that is gone was compacted between finding its revision and reading it. */
    private static CompletableFuture<Values> orCompacted(CompletableFuture<Values> found) {
        return found.exceptionallyCompose(
                failure -> CompletableFuture.failedFuture(isGone(failure) ? Refusal.COMPACTED.asException() : failure));
    }

    private static boolean isGone(Throwable failure) {
        return failure instanceof ValueReader.ValuesGone || failure.getCause() instanceof ValueReader.ValuesGone;
    }

    private static <T> CompletableFuture<T> refused(Refusal refusal) {
        return CompletableFuture.failedFuture(refusal.asException());
    }
}
