package io.evenkeel.assembly.check;

import io.evenkeel.assembly.check.Finding.Kind;
import io.evenkeel.mvcc.log.StoreExport.Row;
import io.evenkeel.mvcc.log.StoreExport.Stand;
import java.util.function.Consumer;

/**
 * Whether, from the purged revision on, every revision up to the head is there with all its changes, and each was brought by one
 * batch. For one thread.
 */
final class RevisionsInOrder {

    private final long wholeFrom;
    private final long head;
    private final Consumer<Finding> findings;

    private long main;
    private int sub;
    private long batch;

    RevisionsInOrder(Stand stand, Consumer<Finding> findings) {
        this.wholeFrom = Math.max(stand.purged(), 2);
        this.head = stand.head();
        this.findings = findings;
        this.main = 1;
    }

    /** Takes the next row, which comes after the one before by its revision. */
    void row(Row row) {
        long nextMain = row.change().metadata().main();
        int nextSub = row.change().metadata().sub();
        if (nextMain < 2) {
            find(Kind.ROW, "there is a revision " + nextMain + "." + nextSub + ", but the first is 2");
        }
        boolean sameRevision = nextMain == main;
        if (!sameRevision) {
            missing(main + 1, nextMain - 1);
            checkBatch(nextMain, row.batch());
        } else if (row.batch() != batch) {
            find(
                    Kind.BATCH,
                    "revision " + nextMain + "." + nextSub + " is of batch " + row.batch()
                            + ", what comes before it in the revision is of batch " + batch);
        }
        int expected = sameRevision ? sub + 1 : 0;
        if (nextMain >= wholeFrom && nextSub != expected) {
            find(
                    Kind.MISSING,
                    "revision " + nextMain + "." + expected + " is missing, though there is " + nextMain + "."
                            + nextSub);
        }
        main = nextMain;
        sub = nextSub;
        batch = row.batch();
    }

    private void checkBatch(long revision, long of) {
        if (of <= 0) {
            find(Kind.BATCH, "revision " + revision + " is of batch " + of + ", and there is none such");
        }
    }

    /** To be called when all rows have come. */
    void end() {
        missing(main + 1, head);
    }

    private void missing(long from, long to) {
        long first = Math.max(from, wholeFrom);
        if (first <= to) {
            find(
                    Kind.MISSING,
                    (first == to ? "revision " + first + " is" : "revisions " + first + " to " + to + " are")
                            + " missing");
        }
    }

    private void find(Kind kind, String text) {
        findings.accept(new Finding(kind, text));
    }
}
