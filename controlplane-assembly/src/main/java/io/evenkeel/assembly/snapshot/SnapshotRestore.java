package io.evenkeel.assembly.snapshot;

import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.log.ImportBatches;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import io.evenkeel.mvcc.log.StoreImport;
import java.util.function.Consumer;

/** Fills an empty store with a snapshot. */
public final class SnapshotRestore {

    private final SnapshotFile snapshot;
    private final StoreImport target;
    private final ImportBatches batches;
    private final Progress progress;

    /** @param target opened for this very snapshot; one that was interrupted goes on where it was */
    public SnapshotRestore(SnapshotFile snapshot, StoreImport target, Progress progress) {
        this.snapshot = snapshot;
        this.target = target;
        this.batches = new ImportBatches(target);
        this.progress = progress;
    }

    /**
     * Restores everything and makes it visible.
     *
     * @param bump how much to raise the revision, with everything before marked as compacted; 0 keeps the revision and the history
     */
    public void run(long bump) {
        SnapshotFacts facts = snapshot.facts();
        var after = target.resumeAfter().orElse(new Revision(0, 0));
        snapshot.read(target::addLeases, new Consumer<>() {
            private long changes;

            @Override
            public void accept(StoredChange change) {
                var at =
                        new Revision(change.metadata().main(), change.metadata().sub());
                if (at.compareTo(after) > 0) {
                    batches.add(change);
                }
                progress.at(++changes, (double) changes / facts.changes());
            }
        });
        batches.flush();
        long head = facts.head() + bump;
        target.finish(head, bump == 0 ? facts.compacted() : head);
    }
}
