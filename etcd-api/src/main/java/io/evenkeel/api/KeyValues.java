package io.evenkeel.api;

import io.evenkeel.api.proto.mvccpb.KeyValue;
import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.index.KeyVersion;
import io.evenkeel.mvcc.index.Version;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.watch.WatchEvent;

/** Key-values on the wire. */
final class KeyValues {

    private KeyValues() {}

    static KeyValue of(KeyVersion key, Value value) {
        return described(key)
                .setLease(key.version().lease())
                .setValue(ByteArrays.wrap(value.unsafeBytes()))
                .build();
    }

    /** What a range of keys only returns. etcd finds it in its index, where there is no lease. */
    static KeyValue keyOnly(KeyVersion key) {
        return described(key).build();
    }

    /** What a range of keys only returns that was sorted by value: etcd had to read it, and leaves out just the value. */
    static KeyValue withoutValue(KeyVersion key) {
        return described(key).setLease(key.version().lease()).build();
    }

    static KeyValue of(WatchEvent.KeyValue watched) {
        return named(watched.key())
                .setCreateRevision(watched.createRevision())
                .setModRevision(watched.modRevision())
                .setVersion(watched.version())
                .setLease(watched.lease())
                .setValue(ByteArrays.wrap(watched.value().unsafeBytes()))
                .build();
    }

    /** What a watcher is told of a deleted key. */
    static KeyValue deleted(Key key, long modRevision) {
        return named(key).setModRevision(modRevision).build();
    }

    static KeyValue stored(KeyMetadata metadata, Value value) {
        return named(metadata.key())
                .setCreateRevision(metadata.createRevision())
                .setModRevision(metadata.main())
                .setVersion(metadata.version())
                .setLease(metadata.lease())
                .setValue(ByteArrays.wrap(value.unsafeBytes()))
                .build();
    }

    /** What etcd stores of a deleted key. */
    static KeyValue tombstone(Key key) {
        return named(key).build();
    }

    private static KeyValue.Builder described(KeyVersion key) {
        Version version = key.version();
        return named(key.key())
                .setCreateRevision(version.createRevision())
                .setModRevision(version.modRevision())
                .setVersion(version.version());
    }

    private static KeyValue.Builder named(Key key) {
        return KeyValue.newBuilder().setKey(ByteArrays.wrap(key.unsafeBytes()));
    }
}
