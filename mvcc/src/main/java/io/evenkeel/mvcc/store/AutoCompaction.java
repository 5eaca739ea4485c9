package io.evenkeel.mvcc.store;

import java.time.Duration;

/** Which history is kept when nobody compacts it: kube-apiserver does, and many other clients do not. */
public sealed interface AutoCompaction {

    /** Nothing is compacted unasked. */
    record Off() implements AutoCompaction {}

    /** That of the last so and so long. */
    record Periodic(Duration retention) implements AutoCompaction {
        public Periodic {
            if (!retention.isPositive()) {
                throw new IllegalArgumentException("retention of " + retention);
            }
        }
    }

    /** The last so and so many revisions. */
    record Revisions(long retention) implements AutoCompaction {
        public Revisions {
            if (retention < 1) {
                throw new IllegalArgumentException("retention of " + retention + " revisions");
            }
        }
    }
}
