package io.evenkeel.mvcc.read;

/** etcd's {@code RangeRequest.SortOrder}. */
public enum SortOrder {
    NONE,
    ASCEND,
    DESCEND
}
