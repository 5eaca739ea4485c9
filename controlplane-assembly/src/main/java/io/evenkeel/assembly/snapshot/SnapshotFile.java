package io.evenkeel.assembly.snapshot;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import io.evenkeel.mvcc.log.StoredLease;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * A snapshot in a file whose checksum has been found to be right: nothing is taken out of a file that is not whole. Read front to
 * back, one change being in memory at a time.
 */
public final class SnapshotFile {

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int LEASES_AT_A_TIME = 1000;

    private final Path file;
    private final SnapshotFacts facts;

    private SnapshotFile(Path file, SnapshotFacts facts) {
        this.file = file;
        this.facts = facts;
    }

    /**
     * Reads the whole file and compares its checksum.
     *
     * @throws SnapshotException when it is not there, no snapshot, of another version, or truncated or altered
     */
    public static SnapshotFile open(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            long bytes = Files.size(file);
            byte[] start = in.readNBytes(SnapshotFormat.MAGIC.length());
            if (!Arrays.equals(start, SnapshotFormat.MAGIC.getBytes(StandardCharsets.US_ASCII))) {
                throw new SnapshotException(file + " is not a snapshot of evenkeel");
            }
            MessageDigest digest = SnapshotFormat.checksum();
            digest.update(start);
            digest(in, bytes - start.length - SnapshotFormat.CHECKSUM_BYTES, digest);
            byte[] found = digest.digest();
            if (!Arrays.equals(found, in.readAllBytes())) {
                throw damaged(file, "its checksum does not match");
            }
            return new SnapshotFile(file, facts(file, bytes, HexFormat.of().formatHex(found)));
        } catch (NoSuchFileException e) {
            throw new SnapshotException("there is no file " + file, e);
        } catch (EOFException e) {
            throw damaged(file, "it is too short");
        } catch (IOException e) {
            throw new SnapshotException("cannot read " + file + ": " + e, e);
        }
    }

    private static void digest(InputStream in, long length, MessageDigest digest) throws IOException {
        if (length < 0) {
            throw new EOFException();
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException();
            }
            digest.update(buffer, 0, read);
            left -= read;
        }
    }

    private static SnapshotFacts facts(Path file, long bytes, String checksum) throws IOException {
        try (DataInputStream in = contents(file)) {
            int version = in.readInt();
            if (version != SnapshotFormat.VERSION) {
                throw new SnapshotException(file + " has version " + version
                        + " of the format, this program knows version " + SnapshotFormat.VERSION);
            }
            return new SnapshotFacts(
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    Instant.ofEpochMilli(in.readLong()),
                    changes(file, bytes),
                    in.readLong(),
                    bytes,
                    checksum);
        }
    }

    /** How many changes it holds: the last thing before the checksum. */
    private static long changes(Path file, long bytes) throws IOException {
        try (var in = new DataInputStream(Files.newInputStream(file))) {
            in.skipNBytes(bytes - SnapshotFormat.CHECKSUM_BYTES - Long.BYTES);
            return in.readLong();
        }
    }

    private static SnapshotException damaged(Path file, String how) {
        return new SnapshotException(file + " is damaged: " + how + ". It was truncated or altered and cannot be used");
    }

    public SnapshotFacts facts() {
        return facts;
    }

    /**
     * Reads everything, handing the leases over in parts and the changes one by one, in revision order, on the calling thread.
     *
     * @throws SnapshotException when the file cannot be read or does not hold what it should
     */
    public void read(Consumer<List<StoredLease>> leases, Consumer<StoredChange> changes) {
        try (DataInputStream in = contents(file)) {
            in.skipNBytes(SnapshotFormat.HEADER_BYTES);
            readLeases(in, facts.leases(), leases);
            long count = readChanges(in, changes);
            if (count != facts.changes()) {
                throw damaged(file, "it holds " + count + " changes and says that it holds " + facts.changes());
            }
        } catch (EOFException e) {
            throw damaged(file, "it ends too early");
        } catch (IOException e) {
            throw new SnapshotException("cannot read " + file + ": " + e, e);
        }
    }

    /** What follows the magic. */
    private static DataInputStream contents(Path file) throws IOException {
        var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
        in.skipNBytes(SnapshotFormat.MAGIC.length());
        return in;
    }

    private static void readLeases(DataInputStream in, long count, Consumer<List<StoredLease>> leases)
            throws IOException {
        for (long left = count; left > 0; ) {
            var part = new StoredLease[(int) Math.min(left, LEASES_AT_A_TIME)];
            for (int i = 0; i < part.length; i++) {
                part[i] = new StoredLease(in.readLong(), in.readLong());
            }
            leases.accept(List.of(part));
            left -= part.length;
        }
    }

    private long readChanges(DataInputStream in, Consumer<StoredChange> changes) throws IOException {
        for (long count = 0; ; count++) {
            int kind = in.readUnsignedByte();
            switch (kind) {
                case SnapshotFormat.END -> {
                    return count;
                }
                case SnapshotFormat.PUT -> changes.accept(readPut(in));
                case SnapshotFormat.DELETE -> {
                    long main = in.readLong();
                    int sub = in.readInt();
                    changes.accept(new StoredChange(new KeyMetadata(readKey(in), main, sub, 0, 0, 0, 0), null));
                }
                default -> throw damaged(file, "it holds a change of the unknown kind " + kind);
            }
        }
    }

    private StoredChange readPut(DataInputStream in) throws IOException {
        long main = in.readLong();
        int sub = in.readInt();
        Key key = readKey(in);
        long createRevision = in.readLong();
        long version = in.readLong();
        long lease = in.readLong();
        Value value = Value.wrap(readBytes(in));
        return new StoredChange(new KeyMetadata(key, main, sub, createRevision, version, lease, value.length()), value);
    }

    private Key readKey(DataInputStream in) throws IOException {
        return Key.wrap(readBytes(in));
    }

    private byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > facts.bytes()) {
            throw damaged(file, "it holds a key or value of " + length + " bytes");
        }
        byte[] read = new byte[length];
        in.readFully(read);
        return read;
    }
}
