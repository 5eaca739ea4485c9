package io.evenkeel.mvcc.read;

import io.evenkeel.mvcc.index.KeyVersion;
import io.evenkeel.mvcc.index.Version;
import io.evenkeel.mvcc.index.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** Runs one range over a view: filter, order, limit and the exact count. Metadata only, unless values decide the order. */
public final class RangeReader {

    private RangeReader() {}

    /**
     * @param values asked only when {@link RangeQuery#sortsByValue}; must then know the value of every key in the range
     */
    public static RangeResult read(View view, RangeQuery query, Values values) {
        return query.countOnly() || (query.isInKeyOrder() && query.filter().isNone())
                ? readInOrder(view, query)
                : readSorted(view, query, values);
    }

    private static RangeResult readInOrder(View view, RangeQuery query) {
        long limit = query.countOnly() ? 0 : query.limit() > 0 ? query.limit() : Long.MAX_VALUE;
        var keys = new ArrayList<KeyVersion>();
        var count = new long[1];
        view.scan(query.range(), (key, version) -> {
            if (count[0]++ < limit) {
                keys.add(new KeyVersion(key, version));
            }
            return true;
        });
        return new RangeResult(keys, !query.countOnly() && count[0] > keys.size(), count[0]);
    }

    /**
     * As in etcd, a range with a target but no order is limited before it is sorted: of the first keys, and one more, those
     * that sort lowest are returned.
     */
    private static RangeResult readSorted(View view, RangeQuery query, Values values) {
        long candidates = query.order() == SortOrder.NONE && query.filter().isNone() && query.limit() > 0
                ? query.limit() + 1
                : Long.MAX_VALUE;
        var keys = new ArrayList<KeyVersion>();
        var count = new long[1];
        view.scan(query.range(), (key, version) -> {
            count[0]++;
            if (keys.size() < candidates && query.filter().passes(version)) {
                keys.add(new KeyVersion(key, version));
            }
            return true;
        });
        Comparator<KeyVersion> ascending = order(query.target(), values);
        keys.sort(query.order() == SortOrder.DESCEND ? ascending.reversed() : ascending);
        boolean more = query.limit() > 0 && keys.size() > query.limit();
        List<KeyVersion> page = more ? List.copyOf(keys.subList(0, (int) query.limit())) : keys;
        return new RangeResult(page, more, count[0]);
    }

    private static Comparator<KeyVersion> order(SortTarget target, Values values) {
        return switch (target) {
            case KEY -> Comparator.comparing(KeyVersion::key);
            case VERSION -> byNumber(Version::version);
            case CREATE -> byNumber(Version::createRevision);
            case MOD -> byNumber(Version::modRevision);
            case VALUE -> Comparator.comparing(values::of);
        };
    }

    private static Comparator<KeyVersion> byNumber(ToLongFunction<Version> number) {
        return Comparator.comparingLong(key -> number.applyAsLong(key.version()));
    }
}
