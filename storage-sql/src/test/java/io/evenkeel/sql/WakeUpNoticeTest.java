package io.evenkeel.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.replica.WakeUps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class WakeUpNoticeTest {

    private final List<String> heard = new ArrayList<>();
    private final WakeUps.Listener listener = new WakeUps.Listener() {
        @Override
        public void head(long head) {
            heard.add("head " + head);
        }

        @Override
        public void progressWanted(long start, long revision) {
            heard.add(Long.toHexString(start) + " at " + revision);
        }

        @Override
        public void membersChanged() {
            heard.add("members");
        }
    };

    @Test
    void isReadAsItWasWritten() {
        WakeUpNotice.read(WakeUpNotice.write(17, new TreeMap<>(Map.of(-1L, 16L, 2L, 17L))), listener);

        assertThat(heard).containsExactly("head 17", "ffffffffffffffff at 16", "2 at 17");
    }

    @Test
    void saysThatMembersHaveChanged() {
        WakeUpNotice.read(WakeUpNotice.MEMBERS, listener);

        assertThat(heard).containsExactly("members");
    }

    @Test
    void isOnlyANumberWhereNobodyWaits() {
        assertThat(WakeUpNotice.write(17, Map.of())).isEqualTo("17");
    }

    @Test
    void fitsIntoANotificationOfPostgres() {
        var wanted = new TreeMap<Long, Long>();
        for (long start = 0; start < WakeUpNotice.MAX_WISHES; start++) {
            wanted.put(start, Long.MAX_VALUE);
        }

        assertThat(WakeUpNotice.write(Long.MAX_VALUE, wanted)).hasSizeLessThan(8000);
    }

    @Test
    void takesAnythingElseForAReasonToReadTheLog() {
        for (String text : List.of("", "hello", "7 hello", "7 =x", "7 12=")) {
            heard.clear();
            WakeUpNotice.read(text, listener);
            assertThat(heard).as(text).last().isEqualTo("head " + Long.MAX_VALUE);
        }
    }
}
