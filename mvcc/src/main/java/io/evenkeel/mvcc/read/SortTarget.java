package io.evenkeel.mvcc.read;

/** etcd's {@code RangeRequest.SortTarget}. */
public enum SortTarget {
    KEY,
    VERSION,
    CREATE,
    MOD,
    VALUE
}
