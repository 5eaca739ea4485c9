package io.evenkeel.mvcc.index;

import io.evenkeel.mvcc.Key;

/** A key with one of its versions: a {@code KeyValue} of etcd whose value is still to be looked up by revision. */
public record KeyVersion(Key key, Version version) {

    /** Objects around the bytes of the key, here and in a message. */
    private static final int OVERHEAD_BYTES = 64;

    /** About how much memory this takes without the value. */
    public long sizeBytes() {
        return OVERHEAD_BYTES + key.length();
    }
}
