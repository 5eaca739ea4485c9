package io.evenkeel.perf.jmh;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.index.KeyIndex;
import io.evenkeel.mvcc.index.Version;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.read.ValueCache;
import io.evenkeel.mvcc.read.ValueReader;
import io.evenkeel.mvcc.replica.LogTailer;
import io.evenkeel.mvcc.replica.Measurements;
import io.evenkeel.mvcc.replica.StoreEnvironment;
import io.evenkeel.mvcc.write.BatchListener;
import io.evenkeel.mvcc.write.Compare;
import io.evenkeel.mvcc.write.Mutation;
import io.evenkeel.mvcc.write.Outcome;
import io.evenkeel.mvcc.write.Sequencer;
import io.evenkeel.mvcc.write.SequencerLimits;
import io.evenkeel.mvcc.write.TxnOp;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A write's way through queue, evaluator, index and cache, in batches as a hundred clients make them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx2g", "-XX:+UseCompactObjectHeaders"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class WriteBenchmark {

    private static final int BATCH = 50;
    private static final long CACHE_BYTES = 64L << 20;

    private final Key[] keys = BenchKeys.pods();
    private final SplittableRandom random = new SplittableRandom(1);
    private final ForgetfulLog log = new ForgetfulLog();
    private final ValueCache cache = new ValueCache(CACHE_BYTES);
    private final LogTailer tailer = new LogTailer(log, cache, 1 << 20);
    private final Sequencer sequencer = new Sequencer(
            log,
            new NoLeases(),
            tailer,
            new ValueReader(log, cache, Runnable::run),
            mutation -> Optional.empty(),
            BatchListener.NONE,
            new StoreEnvironment(Runnable::run, System::nanoTime, () -> 1, Measurements.NONE),
            SequencerLimits.DEFAULT);

    @Setup
    public void fill() {
        for (int i = 0; i < keys.length; i += BATCH) {
            for (int j = i; j < i + BATCH; j++) {
                var _ = sequencer.submit(put(keys[j]));
            }
            step();
        }
    }

    /** Without compaction every update would stay. */
    @Setup(Level.Iteration)
    public void compact() {
        KeyIndex index = tailer.applied().index();
        var _ = index.compact(keys[0], Integer.MAX_VALUE, tailer.applied().revision());
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public CompletableFuture<Outcome> updates() {
        int first = random.nextInt(keys.length);
        KeyIndex index = tailer.applied().index();
        long revision = tailer.applied().revision();
        for (int i = 1; i < BATCH; i++) {
            var _ = sequencer.submit(update(keys[(first + i * 7) % keys.length], index, revision));
        }
        CompletableFuture<Outcome> last = sequencer.submit(update(keys[first], index, revision));
        step();
        return last;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public CompletableFuture<Outcome> puts() {
        int first = random.nextInt(keys.length);
        for (int i = 1; i < BATCH; i++) {
            var _ = sequencer.submit(put(keys[(first + i * 7) % keys.length]));
        }
        CompletableFuture<Outcome> last = sequencer.submit(put(keys[first]));
        step();
        return last;
    }

    private void step() {
        var _ = sequencer.step();
    }

    private static Mutation.Put put(Key key) {
        return new Mutation.Put(key, BenchKeys.value(), 0, false, false, false);
    }

    private static Mutation update(Key key, KeyIndex index, long revision) {
        Version known = index.versionAt(key, revision);
        if (known == null) {
            throw new AssertionError("a key is missing");
        }
        KeyRange range = KeyRange.single(key);
        return new Mutation.Txn(
                List.of(new Compare.OfNumber(range, Compare.Result.EQUAL, Compare.Target.MOD, known.modRevision())),
                List.of(put(key)),
                List.of(new TxnOp.Range(RangeQuery.of(range), false)));
    }
}
