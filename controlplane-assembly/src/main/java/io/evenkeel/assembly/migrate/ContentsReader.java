package io.evenkeel.assembly.migrate;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import io.evenkeel.mvcc.log.StoreExport;
import io.evenkeel.mvcc.log.StoredLease;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Works out the {@link Contents} of what it reads.
 *
 * <p>The hash is one over those of the keys that exist, in the order of keys, each of which is over key, value, lease and the lease's
 * TTL, and create revision, mod revision and version where they are kept. Where history is kept, every change above the compacted
 * revision follows in the same way.
 */
final class ContentsReader implements StoreExport.Reader {

    private final Kept kept;
    private final Map<Long, Long> ttls = new HashMap<>();
    private final TreeMap<Key, byte[]> hashes = new TreeMap<>();
    private final MessageDigest each = sha256();
    private final MessageDigest history = sha256();
    private long compacted;
    private long changes;

    ContentsReader(Kept kept) {
        this.kept = kept;
    }

    @Override
    public void begin(StoreExport.Stand stand, List<StoredLease> leases) {
        compacted = stand.compacted();
        leases.forEach(lease -> ttls.put(lease.id(), lease.ttlSeconds()));
    }

    @Override
    public void row(StoreExport.Row row) {
        StoredChange change = row.change();
        KeyMetadata metadata = change.metadata();
        if (row.isHeadMark()) {
            return;
        }
        byte[] hash = hash(change);
        if (change.value() == null) {
            hashes.remove(metadata.key());
        } else {
            hashes.put(metadata.key(), hash);
        }
        if (kept == Kept.HISTORY && metadata.main() > compacted) {
            history.update(hash);
            changes++;
        }
    }

    private byte[] hash(StoredChange change) {
        KeyMetadata metadata = change.metadata();
        var numbers = ByteBuffer.allocate(8 * Long.BYTES);
        numbers.putLong(metadata.key().length());
        numbers.putLong(change.value() == null ? -1 : change.value().length());
        numbers.putLong(metadata.lease());
        numbers.putLong(ttls.getOrDefault(metadata.lease(), 0L));
        if (kept != Kept.CONTENTS) {
            numbers.putLong(metadata.createRevision());
            numbers.putLong(metadata.main());
            numbers.putLong(metadata.version());
        }
        if (kept == Kept.HISTORY) {
            numbers.putLong(metadata.sub());
        }
        each.update(numbers.flip());
        each.update(metadata.key().unsafeBytes());
        if (change.value() != null) {
            each.update(change.value().unsafeBytes());
        }
        return each.digest();
    }

    Contents contents() {
        MessageDigest all = sha256();
        hashes.values().forEach(all::update);
        if (kept == Kept.HISTORY) {
            all.update(history.digest());
        }
        return new Contents(hashes.size(), changes, HexFormat.of().formatHex(all.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
