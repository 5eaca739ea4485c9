package io.evenkeel.mvcc.write;

import java.util.concurrent.atomic.LongAdder;

/** Counts what {@link SequencerCounts} shows. */
final class SequencerCounters {

    final LongAdder mutations = new LongAdder();
    final LongAdder batches = new LongAdder();
    final LongAdder conflicts = new LongAdder();
    final LongAdder locks = new LongAdder();
    final LongAdder unknown = new LongAdder();
    final LongAdder failed = new LongAdder();

    SequencerCounts counts(int waiting) {
        return new SequencerCounts(
                mutations.sum(), batches.sum(), conflicts.sum(), locks.sum(), unknown.sum(), failed.sum(), waiting);
    }
}
