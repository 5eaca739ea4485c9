package io.evenkeel.assembly.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import io.evenkeel.mvcc.log.StoreExport.Row;
import io.evenkeel.mvcc.log.StoreExport.Stand;
import io.evenkeel.mvcc.log.StoredLease;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ContentsReaderTest {

    private static final StoredLease LEASE = new StoredLease(7, 60);

    @Test
    void everyFieldCounts() {
        var base = contents(Kept.REVISIONS, LEASE, put("a", "v", 5, 4, 2, 7));

        assertThat(base).isEqualTo(contents(Kept.REVISIONS, LEASE, put("a", "v", 5, 4, 2, 7)));
        assertThat(List.of(
                        contents(Kept.REVISIONS, LEASE),
                        contents(Kept.REVISIONS, LEASE, put("b", "v", 5, 4, 2, 7)),
                        contents(Kept.REVISIONS, LEASE, put("a", "w", 5, 4, 2, 7)),
                        contents(Kept.REVISIONS, LEASE, put("av", "", 5, 4, 2, 7)),
                        contents(Kept.REVISIONS, LEASE, put("a", "v", 6, 4, 2, 7)),
                        contents(Kept.REVISIONS, LEASE, put("a", "v", 5, 3, 2, 7)),
                        contents(Kept.REVISIONS, LEASE, put("a", "v", 5, 4, 3, 7)),
                        contents(Kept.REVISIONS, LEASE, put("a", "v", 5, 4, 2, 0)),
                        contents(Kept.REVISIONS, new StoredLease(7, 61), put("a", "v", 5, 4, 2, 7))))
                .doesNotContain(base)
                .doesNotHaveDuplicates();
    }

    @Test
    void revisionsDoNotCountWhereTheyAreNotKept() {
        var base = contents(Kept.CONTENTS, LEASE, put("a", "v", 5, 4, 2, 7));

        assertThat(contents(Kept.CONTENTS, LEASE, put("a", "v", 9, 9, 1, 7))).isEqualTo(base);
        assertThat(contents(Kept.CONTENTS, LEASE, put("a", "w", 5, 4, 2, 7))).isNotEqualTo(base);
        assertThat(contents(Kept.CONTENTS, LEASE, put("a", "v", 5, 4, 2, 0))).isNotEqualTo(base);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONTENTS", "REVISIONS"})
    void theOrderOfReadingDoesNotCountWithoutHistory(Kept kept) {
        assertThat(contents(kept, LEASE, put("a", "1", 2, 2, 1, 0), put("b", "2", 3, 3, 1, 0)))
                .isEqualTo(contents(kept, LEASE, put("b", "2", 3, 3, 1, 0), put("a", "1", 2, 2, 1, 0)))
                .extracting(Contents::keys)
                .isEqualTo(2L);
    }

    @Test
    void onlyWhatExistsCountsWithoutHistory() {
        assertThat(contents(
                        Kept.REVISIONS,
                        LEASE,
                        put("a", "1", 2, 2, 1, 0),
                        put("b", "2", 3, 3, 1, 0),
                        delete("a", 4),
                        put("b", "3", 5, 3, 2, 0)))
                .isEqualTo(contents(Kept.REVISIONS, LEASE, put("b", "3", 5, 3, 2, 0)));
    }

    @Test
    void historyCountsAboveTheCompactedRevision() {
        var base = history(3, put("a", "1", 2, 2, 1, 0), put("a", "2", 4, 2, 2, 0), delete("a", 5));

        assertThat(base.keys()).isZero();
        assertThat(base.changes()).isEqualTo(2);
        assertThat(history(3, put("a", "2", 4, 2, 2, 0), delete("a", 5))).isEqualTo(base);
        assertThat(history(3, put("a", "3", 4, 2, 2, 0), delete("a", 5))).isNotEqualTo(base);
        assertThat(history(3, delete("a", 5))).isNotEqualTo(base);
    }

    @Test
    void theMarkOfAHeadIsNoKey() {
        assertThat(history(3, put("a", "2", 4, 2, 2, 0), delete("", 9)))
                .isEqualTo(history(3, put("a", "2", 4, 2, 2, 0)));
    }

    private static Contents history(long compacted, StoredChange... changes) {
        return contents(Kept.HISTORY, new Stand(9, compacted, -1, 1), LEASE, changes);
    }

    private static Contents contents(Kept kept, StoredLease lease, StoredChange... changes) {
        return contents(kept, new Stand(9, -1, -1, 1), lease, changes);
    }

    private static Contents contents(Kept kept, Stand stand, StoredLease lease, StoredChange... changes) {
        var reader = new ContentsReader(kept);
        reader.begin(stand, List.of(lease));
        for (StoredChange change : changes) {
            reader.row(new Row(change, 0, 0));
        }
        return reader.contents();
    }

    private static StoredChange put(String key, String text, long main, long create, long version, long lease) {
        var value = Value.of(text);
        return new StoredChange(new KeyMetadata(Key.of(key), main, 0, create, version, lease, value.length()), value);
    }

    private static StoredChange delete(String key, long main) {
        return new StoredChange(new KeyMetadata(Key.of(key), main, 0, 0, 0, 0, 0), null);
    }
}
