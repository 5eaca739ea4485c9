package io.evenkeel.perf.jmh;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.index.KeyIndex;
import io.evenkeel.mvcc.index.Version;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.read.RangeReader;
import io.evenkeel.mvcc.read.RangeResult;
import io.evenkeel.mvcc.read.RevisionFilter;
import io.evenkeel.mvcc.read.SortOrder;
import io.evenkeel.mvcc.read.SortTarget;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The index with as many keys as a middling cluster has. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx2g", "-XX:+UseCompactObjectHeaders"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class IndexBenchmark {

    private static final KeyRange PODS = KeyRange.between(Key.of("/registry/pods/"), Key.of("/registry/pods0"));
    private static final RangeQuery PAGE =
            new RangeQuery(PODS, 0, 500, SortOrder.NONE, SortTarget.KEY, RevisionFilter.NONE, false, false);

    private final Key[] keys = BenchKeys.pods();
    private final KeyIndex index = new KeyIndex();
    private final SplittableRandom random = new SplittableRandom(1);
    private long revision = 1;

    @Setup
    public void fill() {
        for (Key key : keys) {
            index.apply(BenchKeys.creation(key, ++revision));
        }
    }

    /** Without compaction every update would stay. */
    @Setup(Level.Iteration)
    public void compact() {
        var _ = index.compact(keys[0], Integer.MAX_VALUE, revision);
    }

    @Benchmark
    public @Nullable Version get() {
        return index.view(revision).live(asked());
    }

    /** One page of 500 keys, of 100 000 that are counted. */
    @Benchmark
    public RangeResult listPage() {
        return RangeReader.read(index.view(revision), PAGE, version -> {
            throw new AssertionError("values are not asked for");
        });
    }

    @Benchmark
    public void applyUpdate() {
        Key key = asked();
        Version before = index.versionAt(key, revision);
        if (before == null) {
            throw new AssertionError("a key is missing");
        }
        revision++;
        index.apply(new LogEntry(
                revision,
                1,
                List.of(new Change.Put(
                        key,
                        BenchKeys.value(),
                        before.createRevision(),
                        before.version() + 1,
                        before.modRevision(),
                        0))));
    }

    /** A key as a request brings it: equal to one that is there, and not the same. */
    private Key asked() {
        return Key.wrap(keys[random.nextInt(keys.length)].unsafeBytes());
    }
}
