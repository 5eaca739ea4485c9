package io.evenkeel.mvcc.read;

import io.evenkeel.mvcc.index.Version;

/** Bounds on the mod and create revisions of the keys a range returns. All are inclusive; 0 means no bound. */
public record RevisionFilter(long minModRevision, long maxModRevision, long minCreateRevision, long maxCreateRevision) {

    public static final RevisionFilter NONE = new RevisionFilter(0, 0, 0, 0);

    public boolean isNone() {
        return equals(NONE);
    }

    boolean passes(Version version) {
        return (maxModRevision == 0 || version.modRevision() <= maxModRevision)
                && (minModRevision == 0 || version.modRevision() >= minModRevision)
                && (maxCreateRevision == 0 || version.createRevision() <= maxCreateRevision)
                && (minCreateRevision == 0 || version.createRevision() >= minCreateRevision);
    }
}
