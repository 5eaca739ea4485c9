package io.evenkeel.mvcc.replica;

import io.evenkeel.mvcc.index.KeyIndex;
import io.evenkeel.mvcc.index.View;
import io.evenkeel.mvcc.log.LogPosition;

/** What this replica has applied of the log: the position reached and the index that stands for it. */
public record Applied(KeyIndex index, LogPosition position) {

    public long revision() {
        return position.revision();
    }

    /** The keys as of the applied revision. */
    public View view() {
        return index.view(revision());
    }
}
