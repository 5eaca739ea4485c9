package io.evenkeel.mvcc.log;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;

/** One key's change within a {@link LogEntry}, with everything about it already worked out. */
public sealed interface Change {

    Key key();

    /**
     * The main revision of the version that this change replaces or deletes; 0 when the key did not exist before. What a
     * physical compaction may delete once this change is compacted.
     */
    long previousMain();

    /**
     * A key set to a value.
     *
     * @param createRevision main revision of the put that created the key; the entry's own for a create
     * @param version 1 for a create, one more with every put after it
     * @param lease id of the lease the key hangs on, 0 for none
     */
    record Put(Key key, Value value, long createRevision, long version, long previousMain, long lease)
            implements Change {}

    /** A key deleted: a tombstone. Only ever of a key that existed. */
    record Delete(Key key, long previousMain) implements Change {}
}
