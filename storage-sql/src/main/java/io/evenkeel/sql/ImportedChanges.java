package io.evenkeel.sql;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.log.KeyMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must be known of the changes of an import so far to take the next one and to finish it. For one thread. */
final class ImportedChanges {

    static final int CHANGES_PER_STEP = 1000;

    /** The main revision of each key that exists. */
    private final Map<Key, Long> latest = new HashMap<>();

    private final List<Long> stepEnds = new ArrayList<>();
    private @Nullable Revision last;
    private long wholeFrom = 2;
    private int inStep;

    /**
     * Takes the next change; returns the revision that it replaces or deletes, 0 when its key did not exist.
     *
     * @throws IllegalArgumentException when no store can hold this change after those before it
     */
    long take(KeyMetadata change) {
        var at = new Revision(change.main(), change.sub());
        check(change, at);
        noteGaps(at);
        last = at;
        if (++inStep == CHANGES_PER_STEP) {
            stepEnds.add(at.main());
            inStep = 0;
        }
        Long replaced = change.version() == 0 ? latest.remove(change.key()) : latest.put(change.key(), at.main());
        return replaced == null ? 0 : replaced;
    }

    private void check(KeyMetadata change, Revision at) {
        if (at.main() < 2 || at.sub() < 0 || (last != null && at.compareTo(last) <= 0)) {
            throw new IllegalArgumentException(
                    "change " + at + (last == null ? " as the first" : " after " + last) + " is out of order");
        }
        if (change.key().isEmpty() && change.version() > 0) {
            throw new IllegalArgumentException("change " + at + " has no key");
        }
        boolean isPut = change.version() > 0 && change.createRevision() > 0 && change.createRevision() <= at.main();
        boolean isDelete = change.version() == 0 && change.createRevision() == 0 && change.lease() == 0;
        if (!isPut && !isDelete) {
            throw new IllegalArgumentException("change " + at + " has version " + change.version()
                    + ", create revision " + change.createRevision() + " and lease " + change.lease());
        }
    }

    private void noteGaps(Revision at) {
        long lastMain = last == null ? 1 : last.main();
        int nextSub = last == null || at.main() != lastMain ? 0 : last.sub() + 1;
        if (at.sub() != nextSub) {
            wholeFrom = at.main() + 1;
        } else if (at.main() > lastMain + 1) {
            wholeFrom = at.main();
        }
    }

    Optional<Revision> last() {
        return Optional.ofNullable(last);
    }

    /** The revision from which on every one is there, with all its changes as far as can be told. */
    long wholeFrom() {
        return wholeFrom;
    }

    /** The revisions of each thousandth change: what cuts all of them into steps of about that many. */
    List<Long> stepEnds() {
        return List.copyOf(stepEnds);
    }
}
