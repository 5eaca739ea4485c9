package io.evenkeel.watch;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import org.jspecify.annotations.Nullable;

/**
 * One change of one key, as a watcher is told of it: etcd's {@code Event}.
 *
 * @param current what the key is now; for a delete only its key and mod revision mean something
 * @param previous what the key was before; null for a create, when not asked for, or when compacted
 */
public record WatchEvent(
        boolean isDelete, KeyValue current, @Nullable KeyValue previous) {

    /** A key-value with its value at hand. */
    public record KeyValue(Key key, Value value, long createRevision, long modRevision, long version, long lease) {}
}
