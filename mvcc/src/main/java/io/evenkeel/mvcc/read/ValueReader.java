package io.evenkeel.mvcc.read;

import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.index.KeyVersion;
import io.evenkeel.mvcc.log.RevisionLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Resolves revisions to values: from the cache, then all misses in one read of the log. */
public final class ValueReader {

    /** Above this many misses at once the values read are a scan, and must not push the hot ones out of the cache. */
    private static final int SCAN_VALUES = 2_000;

    private final RevisionLog log;
    private final ValueCache cache;
    private final Executor blocking;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /** @param blocking runs what waits for the datastore */
    public ValueReader(RevisionLog log, ValueCache cache, Executor blocking) {
        this.log = log;
        this.cache = cache;
        this.blocking = blocking;
    }

    /** The value put at {@code revision} if it is at hand. Never waits. */
    public @Nullable Value cached(Revision revision) {
        Value value = cache.get(revision);
        (value == null ? misses : hits).increment();
        return value;
    }

    /** How often a value was looked for and was at hand, and how often not. */
    public CacheCounts counts() {
        return new CacheCounts(hits.sum(), misses.sum(), cache.sizeBytes());
    }

    /**
     * The values put at these revisions, from cache and log; those that are not stored any more are missing. Waits for
     * the datastore.
     */
    public Map<Revision, Value> load(Collection<Revision> revisions) {
        return load(revisions, this::cached);
    }

    private Map<Revision, Value> load(Collection<Revision> revisions, Function<Revision, @Nullable Value> lookUp) {
        var found = new HashMap<Revision, Value>();
        var missing = new ArrayList<Revision>();
        for (Revision revision : revisions) {
            Value value = lookUp.apply(revision);
            if (value == null) {
                missing.add(revision);
            } else {
                found.put(revision, value);
            }
        }
        if (!missing.isEmpty()) {
            Map<Revision, Value> read = log.readValues(missing);
            if (read.size() <= SCAN_VALUES) {
                read.forEach(cache::put);
            }
            found.putAll(read);
        }
        return found;
    }

    /**
     * The values of these key versions: completed at once when all are at hand, else once the datastore has answered.
     * Completes with {@link ValuesGone} when one is not stored any more.
     */
    public CompletableFuture<Values> resolve(List<KeyVersion> versions) {
        if (versions.isEmpty()) {
            return CompletableFuture.completedFuture(NO_VALUES);
        }
        if (versions.size() == 1) {
            Value only = cache.get(versions.getFirst().version().revision());
            if (only != null) {
                hits.increment();
                return CompletableFuture.completedFuture(version -> only);
            }
        }
        var missing = new HashSet<Revision>();
        var found = new HashMap<Revision, Value>((int) (versions.size() / 0.75f) + 1);
        for (KeyVersion version : versions) {
            Revision revision = version.version().revision();
            Value value = cached(revision);
            if (value == null) {
                missing.add(revision);
            } else {
                found.put(revision, value);
            }
        }
        if (missing.isEmpty()) {
            return CompletableFuture.completedFuture(of(found));
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    // Counted as missed already.
                    Map<Revision, Value> read = load(missing, cache::get);
                    if (read.size() < missing.size()) {
                        throw new ValuesGone();
                    }
                    found.putAll(read);
                    return of(found);
                },
                blocking);
    }

    private static final Values NO_VALUES = of(Map.of());

    private static Values of(Map<Revision, Value> found) {
        return version -> {
            Value value = found.get(version.version().revision());
            if (value == null) {
                throw new AssertionError("value of " + version.version() + " was not resolved");
            }
            return value;
        };
    }

    /** A value looked for was physically deleted in the meantime: compaction has overtaken whoever wanted it. */
    public static final class ValuesGone extends RuntimeException {
        ValuesGone() {
            super("value compacted away", null, false, false);
        }
    }
}
