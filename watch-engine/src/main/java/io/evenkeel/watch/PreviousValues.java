package io.evenkeel.watch;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.index.Version;

/** Finds what a key was right before a change of it. Never waits. */
final class PreviousValues {

    private final History history;

    PreviousValues(History history) {
        this.history = history;
    }

    /** What is known of a key before a change. */
    sealed interface Previous {

        record Known(WatchEvent.KeyValue keyValue) implements Previous {}

        /** The version is known, its value must be loaded. */
        record NotAtHand(Version version) implements Previous {}

        /** Compacted: the event goes without it. */
        record Compacted() implements Previous {}

        /** Neither known nor compacted, which is not to be: whoever asks may ask later. */
        record Missing() implements Previous {}
    }

    Previous before(Key key, long revision) {
        Version version = history.versionAt(key, revision - 1);
        if (version == null) {
            return gone(revision);
        }
        Value value = history.cached(version.revision());
        return value == null ? new Previous.NotAtHand(version) : new Previous.Known(keyValue(key, version, value));
    }

    /** What to make of a previous version or value that cannot be found. */
    Previous gone(long revision) {
        return isCompacted(revision) ? new Previous.Compacted() : new Previous.Missing();
    }

    /** Whether an event of {@code revision} goes without its previous value because that is compacted. */
    boolean isCompacted(long revision) {
        return revision - 1 < history.compactedRevision();
    }

    static WatchEvent.KeyValue keyValue(Key key, Version version, Value value) {
        return new WatchEvent.KeyValue(
                key, value, version.createRevision(), version.modRevision(), version.version(), version.lease());
    }
}
