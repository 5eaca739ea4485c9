package io.evenkeel.mvcc.read;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import org.jspecify.annotations.Nullable;

/**
 * The values used most, by the revision that put them there. Never stale, since a stored change never changes; bounded by
 * bytes.
 */
public final class ValueCache {

    /** What an entry takes beside the value's own bytes: array header, key, the cache's node. */
    private static final int OVERHEAD_BYTES = 160;

    private final Cache<Revision, Value> values;
    private final Policy.Eviction<Revision, Value> size;

    /** @param maxBytes about how much memory the cache may take */
    public ValueCache(long maxBytes) {
        this.values = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Revision revision, Value value) -> OVERHEAD_BYTES + value.length())
                .executor(Runnable::run)
                .build();
        this.size = values.policy().eviction().orElseThrow();
    }

    public @Nullable Value get(Revision revision) {
        return values.getIfPresent(revision);
    }

    /** About how much memory the values take. */
    public long sizeBytes() {
        return size.weightedSize().orElseThrow();
    }

    public void put(Revision revision, Value value) {
        values.put(revision, value);
    }
}
