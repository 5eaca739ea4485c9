package io.evenkeel.mvcc.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.AppendBatch;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.InMemoryRevisionLog;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.read.ValueCache;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of entries that another replica passes on. */
class LogTailerTest {

    private static final long BATCH = 100;
    private static final long OTHER_BATCH = 200;

    private final InMemoryRevisionLog log = new InMemoryRevisionLog();
    private final LogTailer tailer = new LogTailer(log, new ValueCache(1 << 20), 1 << 20);
    private final List<LogEntry> told = new ArrayList<>();

    LogTailerTest() {
        tailer.addListener(new EntryRelay((after, entries) -> told.addAll(entries)));
    }

    @Test
    void appliesWhatFollows() {
        assertThat(tailer.applyPassedOn(LogPosition.START, entries(2, 3))).isTrue();
        assertThat(tailer.applyPassedOn(new LogPosition(3, BATCH), entries(4, 4)))
                .isTrue();

        assertThat(tailer.applied().position()).isEqualTo(new LogPosition(4, BATCH));
        assertThat(tailer.entriesRead()).isEqualTo(3);
    }

    @Test
    void appliesOfWhatOverlapsTheRest() {
        tailer.applyOwn(entries(2, 3));

        assertThat(tailer.applyPassedOn(LogPosition.START, entries(2, 5))).isTrue();

        assertThat(tailer.applied().revision()).isEqualTo(5);
        assertThat(tailer.entriesRead()).isEqualTo(2);
        assertThat(told).extracting(LogEntry::revision).containsExactly(4L, 5L);
    }

    @Test
    void leavesAGapToTheLog() {
        assertThat(tailer.applyPassedOn(new LogPosition(3, BATCH), entries(4, 4)))
                .isFalse();

        assertThat(tailer.applied().position()).isEqualTo(LogPosition.START);
    }

    @Test
    void leavesWhatFollowsOnAnotherHistoryToTheLog() {
        tailer.applyOwn(entries(2, 3));

        assertThat(tailer.applyPassedOn(new LogPosition(3, OTHER_BATCH), entries(4, 4)))
                .isFalse();

        assertThat(tailer.applied().position()).isEqualTo(new LogPosition(3, BATCH));
    }

    @Test
    void recognisesAnEntryOfAnotherHistory() {
        tailer.applyOwn(entries(2, 3));

        assertThatThrownBy(() -> tailer.applyPassedOn(LogPosition.START, List.of(entry(2, OTHER_BATCH))))
                .isInstanceOf(HistoryLostException.class);
    }

    @Test
    void goesOnInTheLogAfterWhatWasPassedOn() {
        log.append(LogPosition.START, new AppendBatch(BATCH, entries(2, 4), List.of()));
        tailer.applyPassedOn(LogPosition.START, entries(2, 3));

        assertThat(tailer.catchUp()).isEqualTo(4);
        assertThat(tailer.entriesRead()).isEqualTo(3);
    }

    private static List<LogEntry> entries(long from, long to) {
        var entries = new ArrayList<LogEntry>();
        for (long revision = from; revision <= to; revision++) {
            entries.add(entry(revision, BATCH));
        }
        return entries;
    }

    private static LogEntry entry(long revision, long batch) {
        return new LogEntry(
                revision, batch, List.of(new Change.Put(Key.of("k" + revision), Value.of("v"), revision, 1, 0, 0)));
    }
}
