package io.evenkeel.assembly.snapshot;

import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import io.evenkeel.mvcc.log.StoreExport.Stand;
import io.evenkeel.mvcc.log.StoredLease;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.List;

/** Writes one snapshot to a stream, front to back. */
final class SnapshotWriter {

    private static final int BUFFER_BYTES = 256 * 1024;

    private final DigestOutputStream digested;
    private final DataOutputStream out;
    private long changes;

    SnapshotWriter(OutputStream out) {
        this.digested = new DigestOutputStream(out, SnapshotFormat.checksum());
        this.out = new DataOutputStream(new BufferedOutputStream(digested, BUFFER_BYTES));
    }

    /** Comes first. */
    void begin(Stand stand, List<StoredLease> leases, Instant now) throws IOException {
        out.write(SnapshotFormat.MAGIC.getBytes(StandardCharsets.US_ASCII));
        out.writeInt(SnapshotFormat.VERSION);
        out.writeLong(stand.head());
        out.writeLong(stand.compacted());
        out.writeLong(stand.clusterId());
        out.writeLong(now.toEpochMilli());
        out.writeLong(leases.size());
        for (StoredLease lease : leases) {
            out.writeLong(lease.id());
            out.writeLong(lease.ttlSeconds());
        }
    }

    void add(StoredChange change) throws IOException {
        KeyMetadata metadata = change.metadata();
        Value value = change.value();
        out.writeByte(value == null ? SnapshotFormat.DELETE : SnapshotFormat.PUT);
        out.writeLong(metadata.main());
        out.writeInt(metadata.sub());
        write(metadata.key().unsafeBytes());
        if (value != null) {
            out.writeLong(metadata.createRevision());
            out.writeLong(metadata.version());
            out.writeLong(metadata.lease());
            write(value.unsafeBytes());
        }
        changes++;
    }

    private void write(byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Comes last; returns how many changes were written. */
    long end() throws IOException {
        out.writeByte(SnapshotFormat.END);
        out.writeLong(changes);
        out.flush();
        digested.on(false);
        out.write(digested.getMessageDigest().digest());
        out.flush();
        return changes;
    }
}
