package io.evenkeel.mvcc.index;

import io.evenkeel.mvcc.Key;
import org.jspecify.annotations.Nullable;

/**
 * All versions of one key that are still known, newest first: etcd's {@code keyIndex}. A key that was put at 5 and 7,
 * deleted at 9 and put again at 12 has the chain
 *
 * <pre>  12 (v1, create 12) → 9 (tombstone) → 7 (v2, create 5) → 5 (v1, create 5)</pre>
 *
 * and compaction at 9 leaves {@code 12 → 9}, at 10 just {@code 12}.
 *
 * <p>One writer at a time; any number of readers, who see a version only after it was published whole and ignore those
 * above the revision they read at.
 */
final class KeyHistory {

    /** What a row takes beside its key and value, its place in the table's index included: about the same in every database. */
    private static final int VERSION_BYTES = 128;

    private final Key key;
    private volatile @Nullable Version newest;

    KeyHistory(Key key) {
        this.key = key;
    }

    Key key() {
        return key;
    }

    @Nullable
    Version newest() {
        return newest;
    }

    /** Adds a version that is newer than all there are. */
    void add(Version version) {
        newest = version;
    }

    /** The newest version at or below {@code revision}, also a tombstone; null if there is none. */
    @Nullable
    Version versionAt(long revision) {
        return versionAt(newest, revision);
    }

    static @Nullable Version versionAt(@Nullable Version newest, long revision) {
        Version version = newest;
        while (version != null && version.modRevision() > revision) {
            version = version.previous();
        }
        return version;
    }

    /**
     * Forgets what nobody may read any more once {@code compacted} is: every version that was superseded at or below it,
     * and tombstones below it. A tombstone exactly at it stays: a watch from there must still be told of it.
     *
     * @return how many bytes that were, as {@link #bytesOf} counts them
     */
    long compact(long compacted) {
        Version newer = null;
        Version version = newest;
        while (version != null && version.modRevision() > compacted) {
            newer = version;
            version = version.previous();
        }
        if (version == null) {
            return 0;
        }
        if (!version.isTombstone() || version.modRevision() == compacted) {
            newer = version;
            version = version.previous();
        }
        if (newer == null) {
            newest = null;
        } else {
            newer.cut();
        }
        return bytesFrom(version);
    }

    private long bytesFrom(@Nullable Version newestForgotten) {
        long bytes = 0;
        for (Version version = newestForgotten; version != null; version = version.previous()) {
            bytes += bytesOf(version);
        }
        return bytes;
    }

    /** About what one version takes where it is stored. */
    long bytesOf(Version version) {
        return VERSION_BYTES + key.length() + version.valueBytes();
    }

    boolean isEmpty() {
        return newest == null;
    }
}
