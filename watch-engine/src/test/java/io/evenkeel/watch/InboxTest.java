package io.evenkeel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.replica.Signal;
import io.evenkeel.watch.HubMessage.Applied;
import io.evenkeel.watch.HubMessage.CompactedAt;
import io.evenkeel.watch.HubMessage.Reset;
import io.evenkeel.watch.HubMessage.Skipped;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InboxTest {

    private final TestStore store = new TestStore();
    private final Inbox inbox = new Inbox(250, new Signal(), () -> 0);

    /** Two of them fill the inbox. */
    private List<LogEntry> entry() {
        long before = store.revision();
        store.put("k", "v");
        return store.entriesAfter(before);
    }

    @Test
    void keepsTheOrderOfEverything() {
        List<LogEntry> first = entry();
        inbox.applied(first);
        inbox.put(new CompactedAt(2));
        inbox.reset(9);

        assertThat(inbox.poll()).isInstanceOf(Applied.class);
        assertThat(inbox.poll()).isEqualTo(new CompactedAt(2));
        assertThat(inbox.poll()).isEqualTo(new Reset(9));
        assertThat(inbox.poll()).isNull();
    }

    @Test
    void skipsEntriesBeyondItsBoundUpToTheLast() {
        for (int revision = 2; revision <= 9; revision++) {
            inbox.applied(entry());
        }

        assertThat(inbox.poll()).isInstanceOf(Applied.class);
        assertThat(inbox.poll()).isInstanceOf(Applied.class);
        assertThat(inbox.poll()).isEqualTo(new Skipped(9));
        assertThat(inbox.poll()).isNull();
    }

    @Test
    void takesEntriesAgainAfterTheSkippedOnesWereHeardOf() {
        for (int revision = 2; revision <= 5; revision++) {
            inbox.applied(entry());
        }
        while (inbox.poll() != null) {
            // hears of all
        }
        inbox.applied(entry());

        assertThat(inbox.poll()).isInstanceOf(Applied.class);
    }

    @Test
    void skipsOnWhileTheSkippedOnesAreNotHeardOf() {
        for (int revision = 2; revision <= 5; revision++) {
            inbox.applied(entry());
        }
        inbox.poll();
        inbox.poll();
        inbox.applied(entry());

        assertThat(inbox.poll()).isEqualTo(new Skipped(6));
        assertThat(inbox.poll()).isNull();
    }

    @Test
    void doesNotSkipPastAReset() {
        for (int revision = 2; revision <= 5; revision++) {
            inbox.applied(entry());
        }
        inbox.reset(20);
        inbox.applied(List.of(new LogEntry(21, 1, entry().getFirst().changes())));

        inbox.poll();
        inbox.poll();
        assertThat(inbox.poll()).isEqualTo(new Skipped(5));
        assertThat(inbox.poll()).isEqualTo(new Reset(20));
        assertThat(inbox.poll()).isEqualTo(new Skipped(21));
    }

    @Test
    void doesNotExtendWhatWasSkippedPastEntriesThatWereTaken() {
        for (int revision = 2; revision <= 4; revision++) {
            inbox.applied(entry());
        }
        while (inbox.poll() != null) {
            // hears of all
        }
        for (int revision = 5; revision <= 7; revision++) {
            inbox.applied(entry());
        }

        assertThat(inbox.poll()).isInstanceOf(Applied.class);
        assertThat(inbox.poll()).isInstanceOf(Applied.class);
        assertThat(inbox.poll()).isEqualTo(new Skipped(7));
    }
}
