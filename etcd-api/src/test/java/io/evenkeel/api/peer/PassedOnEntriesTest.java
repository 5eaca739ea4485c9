package io.evenkeel.api.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.evenkeel.api.proto.peer.Entries;
import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassedOnEntriesTest {

    @Test
    void areReadAsTheyWereWritten() throws InvalidProtocolBufferException {
        var entries = new PassedOnEntries(
                new LogPosition(6, Long.MAX_VALUE),
                List.of(
                        new LogEntry(
                                7,
                                1,
                                List.of(
                                        new Change.Put(
                                                Key.wrap(new byte[] {0, -1}), Value.of("value"), 3, 2, 5, 0x7fff_0001),
                                        new Change.Put(Key.of("empty"), Value.EMPTY, 7, 1, 0, 0),
                                        new Change.Delete(Key.of("gone"), 4))),
                        new LogEntry(8, 2, List.of(new Change.Delete(Key.of("gone too"), 1)))));

        assertThat(PassedOnEntries.decode(Entries.parseFrom(entries.encode().toByteArray())))
                .isEqualTo(entries);
    }
}
