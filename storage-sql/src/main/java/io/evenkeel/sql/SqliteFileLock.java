package io.evenkeel.sql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right of this process, for life, to be the only one that uses a SQLite file: a lock on a file beside it. Not on the
 * database itself, because closing any descriptor of that would drop SQLite's own locks. The lock file stays; only the lock
 * on it means something, and the system drops that with the process.
 */
final class SqliteFileLock implements AutoCloseable {

    private final FileChannel channel;

    private SqliteFileLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks the database in {@code file}, which need not exist yet.
     *
     * @throws UnfitDatastoreException when another process has it, or the lock file cannot be written
     */
    static SqliteFileLock take(Path file) {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        try {
            FileChannel channel = FileChannel.open(
                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                String owner = read(lockFile);
                channel.close();
                throw new UnfitDatastoreException(
                        "the SQLite database " + file + " is in use by another process"
                                + (owner.isEmpty() ? "" : " (" + owner + ")") + ", which has locked " + lockFile
                                + ". One process can use a SQLite database at a time; stop the other, or use PostgreSQL or MySQL");
            }
            channel.truncate(0);
            channel.write(StandardCharsets.UTF_8.encode(
                    "process " + ProcessHandle.current().pid()));
            return new SqliteFileLock(channel);
        } catch (IOException e) {
            throw new UnfitDatastoreException("cannot lock " + lockFile + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String read(Path lockFile) throws IOException {
        return Files.size(lockFile) > 100 ? "" : Files.readString(lockFile).strip();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UnfitDatastoreException("cannot release the lock on the SQLite database", e);
        }
    }
}
