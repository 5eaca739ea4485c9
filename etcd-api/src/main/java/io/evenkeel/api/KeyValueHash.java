package io.evenkeel.api;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.LogSlice;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import io.evenkeel.mvcc.read.RangeAnswer;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.read.RevisionFilter;
import io.evenkeel.mvcc.read.SortOrder;
import io.evenkeel.mvcc.read.SortTarget;
import io.evenkeel.mvcc.store.KeyValueStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * etcd's hash of everything stored up to a revision, bit for bit: two stores with the same history have the same one, on
 * whatever they store it.
 *
 * <p>It is the CRC-32C of the name of etcd's bucket and then, in the order of revisions, of each change's key and value in
 * that bucket. What compaction has deleted or may yet delete must not count: of the changes up to the compacted revision
 * only those are hashed that are live at the hashed revision, whether the others are still there or not. A tombstone is
 * never live.
 *
 * @param hash unsigned
 * @param compactRevision -1 when nothing was ever compacted
 */
record KeyValueHash(int hash, long compactRevision, long revision) {

    private static final byte[] BUCKET = "key".getBytes(StandardCharsets.UTF_8);
    private static final int ATTEMPTS = 10;

    /**
     * Hashes the store up to {@code revision}, 0 for the current one. Reads the whole log, and waits for it. What is read may lack
     * what any server has compacted meanwhile; so it counts only when no compaction was acknowledged since, by any.
     *
     * @throws io.evenkeel.mvcc.RefusedException for a compacted or a future revision
     */
    static KeyValueHash of(KeyValueStore store, long revision) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long current = store.readBarrier().join();
            long compacted = store.compactedRevision();
            if (revision > 0 && revision < compacted) {
                throw Refusal.COMPACTED.asException();
            }
            if (revision > current) {
                throw Refusal.FUTURE_REVISION.asException();
            }
            KeyValueHash hash = compute(store, revision == 0 ? current : revision, compacted);
            store.readBarrier().join();
            if (store.compactedRevision() == compacted) {
                return hash;
            }
        }
        throw Refusal.TIMED_OUT.asException();
    }

    private static KeyValueHash compute(KeyValueStore store, long revision, long compacted) {
        var crc = new CRC32C();
        crc.update(BUCKET);
        if (revision > 0) {
            Set<Revision> kept = kept(store, revision, compacted);
            store.log().scan(revision, change -> {
                long main = change.metadata().main();
                if (main > compacted
                        || kept.contains(new Revision(main, change.metadata().sub()))) {
                    hash(crc, change);
                }
            });
        }
        return new KeyValueHash((int) crc.getValue(), compacted, revision);
    }

    /**
     * The changes up to the compacted revision that are hashed: those live at {@code revision}. When nothing at all is live
     * there, etcd hashes whatever it still stores, which once it has compacted is what was live at the compacted revision.
     * A key that the hashed revision itself both deletes and puts again is dead to etcd there.
     */
    private static Set<Revision> kept(KeyValueStore store, long revision, long compacted) {
        if (compacted <= 0) {
            return Set.of();
        }
        Set<Key> putAgain = deletedAndPutAt(store, revision);
        RangeAnswer live = liveUpTo(store, compacted, revision);
        return live.result().count() > putAgain.size()
                ? revisions(live, putAgain)
                : revisions(liveUpTo(store, compacted, compacted), deletedAndPutAt(store, compacted));
    }

    private static Set<Revision> revisions(RangeAnswer live, Set<Key> but) {
        return live.result().keys().stream()
                .filter(key -> !but.contains(key.key()))
                .map(key -> key.version().revision())
                .collect(Collectors.toSet());
    }

    private static Set<Key> deletedAndPutAt(KeyValueStore store, long revision) {
        var deleted = new HashSet<Key>();
        var putAgain = new HashSet<Key>();
        if (revision > 1 && store.log().readEntries(revision, revision, 1) instanceof LogSlice slice) {
            for (Change change : slice.entries().getFirst().changes()) {
                switch (change) {
                    case Change.Delete delete -> deleted.add(delete.key());
                    case Change.Put put when deleted.contains(put.key()) -> putAgain.add(put.key());
                    case Change.Put put -> {}
                }
            }
        }
        return putAgain;
    }

    /** The keys live at {@code revision} that were last changed at {@code latest} or before. */
    private static RangeAnswer liveUpTo(KeyValueStore store, long latest, long revision) {
        var query = new RangeQuery(
                KeyRange.ALL,
                revision,
                0,
                SortOrder.NONE,
                SortTarget.KEY,
                new RevisionFilter(0, latest, 0, 0),
                true,
                false);
        return store.range(query, true).join().answer();
    }

    private static void hash(CRC32C crc, StoredChange change) {
        KeyMetadata metadata = change.metadata();
        Value value = change.value();
        if (value == null) {
            crc.update(bucketKey(metadata, 18).put((byte) 't').array());
            crc.update(KeyValues.tombstone(metadata.key()).toByteArray());
        } else {
            crc.update(bucketKey(metadata, 17).array());
            crc.update(KeyValues.stored(metadata, value).toByteArray());
        }
    }

    private static ByteBuffer bucketKey(KeyMetadata metadata, int length) {
        return ByteBuffer.allocate(length)
                .putLong(metadata.main())
                .put((byte) '_')
                .putLong(metadata.sub());
    }
}
