package io.evenkeel.mvcc.index;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The index as of one applied revision. */
record IndexView(KeyIndex index, long revision) implements View {

    @Override
    public @Nullable Version live(Key key) {
        Version version = index.versionAt(key, revision);
        return version == null || version.isTombstone() ? null : version;
    }

    @Override
    public void scan(KeyRange range, Visitor visitor) {
        if (range.single()) {
            Version version = live(range.start());
            if (version != null) {
                visitor.visit(range.start(), version);
            }
            return;
        }
        if (range.isEmpty()) {
            return;
        }
        Iterator<KeyHistory> histories = index.histories(range);
        while (histories.hasNext()) {
            KeyHistory history = histories.next();
            Version version = history.versionAt(revision);
            if (version != null && !version.isTombstone() && !visitor.visit(history.key(), version)) {
                return;
            }
        }
    }
}
