package io.evenkeel.api;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.index.KeyVersion;
import io.evenkeel.mvcc.read.RangeAnswer;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.read.RangeResult;
import io.evenkeel.mvcc.read.Resolved;
import io.evenkeel.mvcc.store.KeyValueStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The keys of one range at one revision, in order, looked up in the index a page at a time. The revision is the one that
 * was current at the first look, unless the range asks for another.
 */
final class KeyCursor {

    private static final int PAGE_KEYS = 10_000;

    private final KeyValueStore store;
    private final RangeQuery query;
    private final Function<CompletableFuture<Resolved<RangeAnswer>>, Resolved<RangeAnswer>> await;
    private final long currentRevision;
    private final long count;
    private RangeResult page;
    private int place;
    private long left;

    /**
     * Looks up the first page.
     *
     * @param query in key order, without filters
     * @param serializable whether the first look may be at what this replica has, however old
     * @param await waits for a page
     */
    KeyCursor(
            KeyValueStore store,
            RangeQuery query,
            boolean serializable,
            Function<CompletableFuture<Resolved<RangeAnswer>>, Resolved<RangeAnswer>> await) {
        this.store = store;
        this.await = await;
        this.left = query.limit() > 0 ? query.limit() : Long.MAX_VALUE;
        RangeAnswer first = look(query, query.range(), serializable);
        this.currentRevision = first.revision();
        this.query = query.atRevision(query.revision() > 0 ? query.revision() : currentRevision);
        this.count = first.result().count();
        this.page = first.result();
    }

    /** The store's revision at the first look. */
    long currentRevision() {
        return currentRevision;
    }

    /** The revision of the keys. */
    long revision() {
        return query.revision();
    }

    /** How many keys there are in the range, whatever the limit. */
    long count() {
        return count;
    }

    boolean hasNext() {
        return place < page.keys().size() || (page.more() && left > 0);
    }

    /** Whether there are keys beyond the limit. Known when there is no next one. */
    boolean hasMore() {
        return page.more();
    }

    /** At least one and at most {@code max} keys, no more than reach {@code maxBytes}; none when there is none. */
    List<KeyVersion> next(int max, long maxBytes) {
        if (place == page.keys().size() && hasNext()) {
            page = look(query, afterPage(), true).result();
            place = 0;
        }
        int from = place;
        int end = Math.min(page.keys().size(), from + max);
        for (long bytes = 0; place < end && bytes < maxBytes; place++) {
            KeyVersion key = page.keys().get(place);
            bytes += key.sizeBytes() + (query.keysOnly() ? 0 : key.version().valueBytes());
        }
        return page.keys().subList(from, place);
    }

    private KeyRange afterPage() {
        Key next = page.keys().getLast().key().successor();
        Key end = query.range().end();
        return end == null ? KeyRange.from(next) : KeyRange.between(next, end);
    }

    private RangeAnswer look(RangeQuery at, KeyRange range, boolean serializable) {
        var keys = new RangeQuery(
                range,
                at.revision(),
                Math.min(left, PAGE_KEYS),
                at.order(),
                at.target(),
                at.filter(),
                true,
                at.countOnly());
        RangeAnswer answer = await.apply(store.range(keys, serializable)).answer();
        left -= answer.result().keys().size();
        return answer;
    }
}
