package io.evenkeel.assembly.snapshot;

import io.evenkeel.mvcc.log.StoreExport;
import io.evenkeel.mvcc.log.StoredLease;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/**
 * Writes all of a store to a file. The file is there whole or not at all: what is written goes to another one beside it, which gets
 * its name at the end, when it is on the disk.
 */
public final class SnapshotSave {

    private final StoreExport store;
    private final Path file;
    private final Progress progress;

    public SnapshotSave(StoreExport store, Path file, Progress progress) {
        this.store = store;
        this.file = file.toAbsolutePath();
        this.progress = progress;
    }

    /**
     * Writes the snapshot; only its owner may read it. One that is there already is replaced.
     *
     * @param now what it says when it was taken
     * @return how many changes are in it
     * @throws SnapshotException when the file cannot be written
     */
    public long run(Instant now) {
        try {
            Path folder = file.getParent();
            if (folder == null || Files.isDirectory(file)) {
                throw new SnapshotException(file + " is a folder");
            }
            Path part = Files.createTempFile(folder, file.getFileName() + ".", ".part");
            try {
                long changes = write(part, now);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                force(folder);
                return changes;
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new SnapshotException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private long write(Path part, Instant now) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            var reader = new WritingReader(new SnapshotWriter(out), now);
            store.read(reader);
            long changes = reader.writer.end();
            channel.force(true);
            return changes;
        }
    }

    /** A name is kept in its folder. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private final class WritingReader implements StoreExport.Reader {

        private final SnapshotWriter writer;
        private final Instant now;
        private long head;
        private long changes;

        WritingReader(SnapshotWriter writer, Instant now) {
            this.writer = writer;
            this.now = now;
        }

        @Override
        public void begin(StoreExport.Stand stand, List<StoredLease> leases) {
            head = stand.head();
            try {
                writer.begin(stand, leases, now);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void row(StoreExport.Row row) {
            try {
                writer.add(row.change());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            progress.at(++changes, (double) row.change().metadata().main() / head);
        }
    }
}
