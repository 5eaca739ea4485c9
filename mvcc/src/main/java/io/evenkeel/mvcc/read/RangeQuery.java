package io.evenkeel.mvcc.read;

import io.evenkeel.mvcc.KeyRange;

/**
 * What one range asks for: etcd's {@code RangeRequest}.
 *
 * @param revision the revision to read at; 0 or less for the current one
 * @param limit how many keys to return at most; 0 or less for all
 * @param keysOnly whether the values (and, as etcd 3.7 does unless sorting by value, the leases) are left out
 * @param countOnly whether only the count is asked for; limit, filter and order then mean nothing
 */
public record RangeQuery(
        KeyRange range,
        long revision,
        long limit,
        SortOrder order,
        SortTarget target,
        RevisionFilter filter,
        boolean keysOnly,
        boolean countOnly) {

    /** The current value of one key. */
    public static RangeQuery of(KeyRange range) {
        return new RangeQuery(range, 0, 0, SortOrder.NONE, SortTarget.KEY, RevisionFilter.NONE, false, false);
    }

    /** Whether keys come back in the index's own order, so that reading may stop at the limit. */
    public boolean isInKeyOrder() {
        return target == SortTarget.KEY && order != SortOrder.DESCEND;
    }

    /** Whether the values themselves decide the order of the answer. */
    public boolean sortsByValue() {
        return target == SortTarget.VALUE;
    }

    public RangeQuery atRevision(long pinned) {
        return new RangeQuery(range, pinned, limit, order, target, filter, keysOnly, countOnly);
    }
}
