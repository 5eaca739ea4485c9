package io.evenkeel.mvcc.index;

import io.evenkeel.mvcc.Revision;
import org.jspecify.annotations.Nullable;

/**
 * One version of a key: everything about it but its value. Immutable but for the link to the version before it, which
 * compaction cuts.
 *
 * <p>A tombstone is a version with {@link #version()} 0, whose create revision, lease and value are 0 too.
 */
public final class Version {

    private final long main;
    private final int sub;
    private final int valueBytes;
    private final long createRevision;
    private final long version;
    private final long lease;
    private volatile @Nullable Version previous;

    /** @param valueBytes length of the value */
    public Version(
            long main,
            int sub,
            long createRevision,
            long version,
            long lease,
            int valueBytes,
            @Nullable Version previous) {
        this.main = main;
        this.sub = sub;
        this.valueBytes = valueBytes;
        this.createRevision = createRevision;
        this.version = version;
        this.lease = lease;
        this.previous = previous;
    }

    /** The main revision at which the key was given this version: etcd's {@code mod_revision}. */
    public long modRevision() {
        return main;
    }

    /** The whole revision: under it the value is stored. */
    public Revision revision() {
        return new Revision(main, sub);
    }

    public int sub() {
        return sub;
    }

    public long createRevision() {
        return createRevision;
    }

    /** 1 for a create, one more with every put after it; 0 for a tombstone. */
    public long version() {
        return version;
    }

    /** The lease the key hangs on, 0 for none. */
    public long lease() {
        return lease;
    }

    /** Length of the value. */
    public int valueBytes() {
        return valueBytes;
    }

    public boolean isTombstone() {
        return version == 0;
    }

    /** The version before this one; null at the first one, or where compaction has cut. */
    @Nullable
    Version previous() {
        return previous;
    }

    /** Forgets every version before this one. */
    void cut() {
        previous = null;
    }

    @Override
    public String toString() {
        return isTombstone() ? "tombstone@" + revision() : "v" + version + "@" + revision();
    }
}
