package io.evenkeel.mvcc.index;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import org.jspecify.annotations.Nullable;

/** The keys of a store as of one revision: all that readers and the evaluator see. */
public interface View {

    /** The revision this view shows. */
    long revision();

    /** The version the key has in this view; null when it does not exist or is deleted. */
    @Nullable
    Version live(Key key);

    /** Hands every existing key of the range to {@code visitor}, in key order, until it has had enough. */
    void scan(KeyRange range, Visitor visitor);

    /** Takes keys one after another. */
    interface Visitor {

        /** @return whether to go on */
        boolean visit(Key key, Version version);
    }
}
