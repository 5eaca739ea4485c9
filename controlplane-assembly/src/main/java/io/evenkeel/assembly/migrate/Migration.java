package io.evenkeel.assembly.migrate;

import io.evenkeel.assembly.snapshot.Progress;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.log.StoreExport;
import io.evenkeel.mvcc.log.StoreExport.Stand;
import io.evenkeel.mvcc.log.StoreImport;
import io.evenkeel.mvcc.log.StoredLease;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Moves everything from one place to another: copies it, reads the source again, which must not have changed meanwhile, makes the
 * target whole, reads that, and compares. Interrupted at any time before the target is whole, it goes on where it was.
 */
public final class Migration {

    private static final int LONGEST_SOURCE = 500;

    private final Place from;
    private final Place to;
    private final Kept kept;
    private final Consumer<String> say;
    private final Function<String, Progress> progress;

    /**
     * A migration that has not begun.
     *
     * @param say is told in one line after the other what is being done and what was found
     * @param progress makes what is told how far a step has come, of what is done in it
     */
    public Migration(Place from, Place to, Consumer<String> say, Function<String, Progress> progress) {
        this.from = from;
        this.to = to;
        this.kept = Kept.between(from, to);
        this.say = say;
        this.progress = progress;
    }

    /**
     * Does all of it.
     *
     * @return whether the target holds what the source does, as far as it can be kept
     */
    public boolean run() {
        Contents found;
        try (StoreExport source = openSource()) {
            found = copy(source);
        }
        return compare(found);
    }

    /**
     * Only compares the two.
     *
     * @return whether they hold the same, as far as it can be kept
     */
    public boolean verify() {
        Contents found;
        try (StoreExport source = openSource()) {
            found = contents(source, "Checking the source", stand -> say.accept("From " + source(stand)));
        }
        return compare(found);
    }

    private StoreExport openSource() {
        StoreExport source = from.openToRead();
        return from instanceof Place.Store && kept != Kept.HISTORY ? new LiveChanges(source) : source;
    }

    private Contents copy(StoreExport source) {
        try (var copying = new Copying()) {
            source.read(copying);
            StoreImport target = copying.end();
            Stand stand = copying.stand;
            Contents found = contents(source, "Checking the source", now -> requireSame(stand, now));
            // One above the source's head: who has seen all that was there goes on, and whoever has not is told to list
            // again.
            long head = kept == Kept.HISTORY ? stand.head() : stand.head() + 1;
            target.finish(head, kept == Kept.HISTORY ? stand.compacted() : head);
            return found;
        }
    }

    private static void requireSame(Stand before, Stand now) {
        if (before.clusterId() != now.clusterId()) {
            throw new MigrationException("the source has become another cluster while it was read");
        }
        if (before.head() != now.head()) {
            throw moved(before.head(), now.head());
        }
        if (before.compacted() != now.compacted()) {
            throw new MigrationException(
                    "the source was compacted while it was read: stop what compacts it, and run this"
                            + " again with --discard-unfinished");
        }
    }

    static MigrationException moved(long before, long now) {
        return new MigrationException("the source has moved from revision " + before + " to " + now
                + " while it was read: stop what writes to it, and run this again with --discard-unfinished");
    }

    private boolean compare(Contents source) {
        Contents target;
        try (StoreExport filled = to.openToRead()) {
            target = contents(filled, "Checking the target", _ -> {});
        }
        say.accept("Source: " + source);
        say.accept("Target: " + target);
        say.accept(source.equals(target) ? "They are the same" : "They are different");
        return source.equals(target);
    }

    private Contents contents(StoreExport place, String doing, Consumer<Stand> begun) {
        var reader = new ContentsReader(kept);
        place.read(new StoreExport.Reader() {
            private final Steps steps = new Steps(doing);

            @Override
            public void begin(Stand stand, List<StoredLease> leases) {
                begun.accept(stand);
                steps.begin(stand);
                reader.begin(stand, leases);
            }

            @Override
            public void row(StoreExport.Row row) {
                reader.row(row);
                steps.accept(row);
            }
        });
        return reader.contents();
    }

    /** What the source is, and where it stands: a target that is partly filled goes on with nothing else. */
    private String source(Stand stand) {
        String text = from.description()
                + (stand.clusterId() == 0 ? "" : ", cluster " + Long.toHexString(stand.clusterId()))
                + ", at revision " + stand.head();
        return text.substring(Math.max(0, text.length() - LONGEST_SOURCE));
    }

    /** Tells how far the reading of a place has come. */
    private final class Steps implements Consumer<StoreExport.Row> {

        private final Progress told;
        private long head = 1;
        private long changes;

        Steps(String doing) {
            this.told = progress.apply(doing);
        }

        void begin(Stand stand) {
            head = stand.head();
        }

        @Override
        public void accept(StoreExport.Row row) {
            told.at(++changes, (double) row.change().metadata().main() / head);
        }
    }

    /** The copying, for which the target is opened when it is known where the source stands. */
    private final class Copying implements StoreExport.Reader, AutoCloseable {

        private final Steps steps = new Steps("Copying");
        private Stand stand = new Stand(1, -1, -1, 0);
        private @Nullable StoreImport target;
        private @Nullable Copy copy;

        @Override
        public void begin(Stand found, List<StoredLease> leases) {
            stand = found;
            String source = source(found);
            say.accept("From " + source + ", with " + leases.size() + " leases");
            say.accept("To " + to.description());
            say.accept(kept.description());
            target = to.openToFill(source);
            Optional<Revision> done = target.resumeAfter();
            done.ifPresent(revision -> say.accept("Going on after revision " + revision.main()));
            steps.begin(found);
            copy = new Copy(target, steps);
            copy.begin(found, leases);
        }

        @Override
        public void row(StoreExport.Row row) {
            Objects.requireNonNull(copy).row(row);
        }

        /** Returns the target, holding everything. */
        StoreImport end() {
            Objects.requireNonNull(copy).end();
            return Objects.requireNonNull(target);
        }

        @Override
        public void close() {
            if (target != null) {
                target.close();
            }
        }
    }
}
